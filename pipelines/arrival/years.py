"""The fiscal years of files in no year's folder, learnt by reading them, and kept until the files change."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines import stages
from pipelines.intake import RawFile, holder, last_look, readable
from pipelines.settings import Folders
from transforms.tables.submission import folder_year
from warehouse.files import write_whole
from warehouse.turns import turn


@dataclass(frozen=True, slots=True)
class Learned:
    """The partitions a file belongs to (several for an archive), as it was with this size and time of change.

    One that could not be opened has neither.
    """

    size: int
    modified_ns: int
    partitions: tuple[str, ...]


def learn_years(folders: Folders) -> dict[str, Learned]:
    """Reads every file that is in no year's folder, through the lake, and keeps which partitions they belong to.

    Raises FileNotFoundError where there is no raw folder, CorrectionsInvalid where corrections are no such thing.
    """
    with turn(folders.out):
        return keep_years(folders, stages.take_in(folders))


def keep_years(folders: Folders, taken_in: Mapping[str, Sequence[RawFile]]) -> dict[str, Learned]:
    """Keeps which partitions the files in no year's folder belong to, as they were just taken in.

    Every build says so: a correction, or a new reader, may have given a file another year than was learnt.
    """
    partitions: dict[str, set[str]] = defaultdict(set)
    states = {readable(path): (seen.size, seen.modified_ns) for path, seen in last_look(folders).items()}
    for partition, files in taken_in.items():
        for path in (path for file in files for path in (file.path, *file.also_at) if folder_year(path) is None):
            partitions[holder(path, states)].add(partition)
    learned = {
        path: Learned(*states.get(path, (0, 0)), partitions=tuple(sorted(found))) for path, found in partitions.items()
    }
    if learned != learned_years(folders):
        _keep(folders, learned)
    return learned


def learned_years(folders: Folders) -> dict[str, Learned]:
    """What was learnt, by path; empty where nothing was, or what was kept is damaged."""
    try:
        kept = json.loads(_file(folders).read_text(encoding="utf-8"))
        return {
            path: Learned(int(one["size"]), int(one["modified_ns"]), tuple(one["partitions"]))
            for path, one in kept.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _keep(folders: Folders, learned: dict[str, Learned]) -> None:
    # ASCII alone: names that are no UTF-8 hold surrogates, which no file can.
    write_whole(_file(folders), json.dumps({name: asdict(one) for name, one in learned.items()}))


def _file(folders: Folders) -> Path:
    return folders.notes / "years.json"
