"""What all tests share: one build of the samples, and where everything optional is installed nothing may be skipped."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.once import once

if TYPE_CHECKING:
    from pipelines.build import Summary
    from pipelines.settings import Folders

ROOT = Path(__file__).parents[1]
_LONGEST = (
    "cluster/test_cluster.py", "warehouse/test_renewal.py", "formats/test_formats.py", "pages/test_report.py",
    "pipelines/test_build.py", "faults/test_kills.py", "bench/test_factory_compare.py", "transforms/readers/test_reader_scan.py",
    "warehouse/test_publish.py", "test_explore.py", "fuzz/test_fuzz.py", "pipelines/test_hostile.py",
    "transforms/readers/test_office.py", "pages/test_review.py", "transforms/quantity/test_properties.py",
    "transforms/quantity/test_spoken.py", "pipelines/test_withdrawn.py", "warehouse/test_published.py",
    "pipelines/test_arrival_corrected.py", "warehouse/test_views.py", "bench/test_factory.py", "test_architecture.py",
    "test_operations.py", "pipelines/test_cli.py", "warehouse/test_versions.py", "warehouse/test_questions.py",
    "warehouse/test_exports.py", "pipelines/test_intake.py", "transforms/readers/test_reader_doc_agreement.py",
    "warehouse/test_exports_workbook.py", "transforms/readers/test_reader_scan_grid.py", "warehouse/test_dictionary.py",
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


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """Thousands of tests are collected that all stay: looking for garbage among them, again and again, finds none."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folders, Summary]:
    """The build of the documents that come with the project, made once for all processes of a run: only to be read."""
    return once(tmp_path_factory, "samples", _built)


def _built(out: Path) -> tuple[Folders, Summary]:
    from pipelines.build import build
    from pipelines.settings import Folders

    folders = Folders(ROOT / "data/raw", out)
    return folders, build(folders)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {Path(__file__).parent / name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))
