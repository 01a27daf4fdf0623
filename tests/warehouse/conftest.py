"""What the tests of exports share."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_cases import published

from tests.once import once


@pytest.fixture(scope="session")
def exportable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of `export_cases.published`, made once for all processes of a run: only to be read."""
    return once(tmp_path_factory, "exportable", published)
