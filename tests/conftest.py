"""What all tests share: where everything optional is installed, a skipped test is a failed one."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

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
