"""One build of the sample documents, shared by the tests that only look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.build import Summary, build
from pipelines.settings import Folders

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data/raw"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folders, Summary]:
    folders = Folders(SAMPLES, tmp_path_factory.mktemp("built"))
    return folders, build(folders)
