"""What Dagster calls things, and what it says of a run that failed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"
"""The tags of a run over several partitions."""
_CLASS_NAME = re.compile(r"^[\w.]+: ")
"""What Dagster puts in front of an exception's message, and nobody needs who is to act on it."""


def failure_reason(failed: Iterable[Any]) -> str | None:
    """Why a run failed, by its step failure events: the message of the first error that has one, at its root. None where
    no step says why."""
    for event in failed:
        error = event.step_failure_data.error
        while error and error.cause:
            error = error.cause
        if error:
            return _CLASS_NAME.sub("", str(error.message).strip())
    return None
