"""What `jixiao status` and `jixiao metrics` share: which folder is looked at, and the limits that people set."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from pipelines.settings import DEFAULT_FOLDERS
from pipelines.watch import Limits

RawFolder = Annotated[
    Path | None, Parameter(help="Folder with the documents, to see what waits there [default: data/raw if it is there]")
]
Stale = Annotated[float, Parameter(help="Days without a build from which on what is published counts as stale")]
RejectShare = Annotated[
    float, Parameter(help="Share of a year's documents (0 to 1) that may be quarantined before it is worth a look")
]
DriftShare = Annotated[
    float,
    Parameter(
        help="How far the share of a class of values (0 to 1) may move from one year to the next", name="--drift"
    ),
]
_USUAL = Limits()
USUAL_STALE_DAYS, USUAL_REJECT_SHARE, USUAL_DRIFT = _USUAL.stale.days, _USUAL.reject_share, _USUAL.drift


def raw_folder(named: Path | None) -> Path | None:
    """The raw folder to look at: the one that was named, else the usual one where it is there."""
    usual = DEFAULT_FOLDERS.raw
    return named if named is not None or not usual.is_dir() else usual


def chosen_limits(stale_days: float, reject_share: float, drift_share: float) -> Limits:
    """The limits that a person at the command line asks for."""
    return Limits(stale=timedelta(days=stale_days), reject_share=reject_share, drift=drift_share)
