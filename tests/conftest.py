"""What all tests share: one build of the samples, and where everything optional is installed nothing may be skipped."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pipelines.build import Summary
    from pipelines.settings import Folders

ROOT = Path(__file__).parents[1]
_LONGEST = (
    "formats/test_formats.py", "pipelines/test_hostile.py", "transforms/readers/test_reader_scan.py", "fuzz/test_fuzz.py",
    "pipelines/test_build.py", "pages/test_report.py", "warehouse/test_publish.py", "warehouse/test_exports.py",
    "pipelines/test_intake.py", "transforms/quantity/test_spoken.py", "transforms/quantity/test_properties.py",
    "pipelines/test_cli.py", "warehouse/test_views.py", "test_explore.py", "pages/test_review.py",
)  # fmt: skip
"""What takes longest, first: two processes are done at the same time where the last files handed out are short ones."""

_NOTHING_MAY_SKIP = "JIXIAO_SKIP_NOTHING"
"""Set by `.ci/run`, which installs all that tests can make use of."""


def _fail_where_skipped(report: Any) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get(_NOTHING_MAY_SKIP):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"nothing may be skipped here ({_NOTHING_MAY_SKIP}): {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report = yield
    _fail_where_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    report = yield
    _fail_where_skipped(report)
    return report


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folders, Summary]:
    """The build of the documents that come with the project, made once for all processes of a run: only to be read."""
    from pipelines.build import build
    from pipelines.settings import Folders

    base = tmp_path_factory.getbasetemp()
    whole_run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folders, kept = Folders(ROOT / "data/raw", whole_run / "samples"), whole_run / "samples.pickle"
    with (whole_run / "samples.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(build(folders)))
    return folders, pickle.loads(kept.read_bytes())  # noqa: S301 - our own


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {Path(__file__).parent / name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))
