"""The ways to run one build in a child: the functions that the assets call, the command itself, and a short one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.settings import Folders

Build = Callable[[Folders], None]


def by_stages(folders: Folders) -> None:
    """What the assets do, without what schedules them: seconds less for each build."""
    _read_here()
    _all_stages(folders)


def by_renewal(folders: Folders) -> None:
    """As by stages, where publication makes anew only what changed, however few documents there are."""
    from warehouse import renewal

    renewal.LEAST, renewal.SHARE = 0, 1.0
    by_stages(folders)


def by_command(folders: Folders) -> None:
    """`jixiao build`. Raises AssertionError where it says that something went wrong."""
    from pipelines.cli import main

    _read_here()
    code: object = None
    try:
        main(["build", "--raw", str(folders.raw), "--out", str(folders.out)])
    except SystemExit as ended:
        code = ended.code
    assert code in (0, 3), code


def in_short(folders: Folders) -> None:
    """All stages, where publication takes the lake's tables as they are: what it does with files is all there."""
    from warehouse import filling, publish

    _read_here()
    filling.fill = _plain_tables
    publish.run_checks = lambda _connection: []
    _all_stages(folders)


def _all_stages(folders: Folders) -> None:
    from pipelines import stages
    from warehouse.turns import turn

    with turn(folders.out):
        taken_in = stages.take_in(folders)
        partitions = stages.affected_partitions(folders, taken_in)
        stages.keep_manifests(folders, partitions, taken_in)
        for step in (stages.read_partition, stages.normalise_partition):
            for partition in partitions:
                step(folders, partition)
        missing = stages.rows_missing(folders, partitions)
        assert not missing, missing
        stages.publish_lake(folders)


def _read_here() -> None:
    """Documents are read in this process: starting others costs more than reading them."""
    from pipelines import normalising, reading
    from pipelines.executors.inline import Inline

    for module in (reading, normalising):
        module.open_workers = lambda *_, **__: Inline()  # type: ignore[attr-defined]


def _plain_tables(connection: Any, _derive: object) -> None:
    from warehouse.schema.staged import STAGED

    connection.execute("CREATE SCHEMA history")
    for place in ("main", "history"):
        for table in STAGED:
            connection.execute(f"CREATE TABLE {place}.{table} AS FROM staged_{table}")
            connection.execute(f"COMMENT ON TABLE {place}.{table} IS '表 | table'")


BUILDS: dict[str, Build] = {"stages": by_stages, "renewal": by_renewal, "command": by_command, "short": in_short}


def prepare() -> None:
    """Imports what builds use, so that children find it there."""
    import duckdb
    import polars
    import pyarrow.parquet

    import pipelines.lineage
    import transforms.lineage.offices
    import transforms.normalise
    import transforms.readers.text.read
    import warehouse.publish
    from pipelines import digests

    # Digests of the code as it is now: the series must not mind who edits it meanwhile.
    digests.rules_digest()
    digests.publication_digest()
    _make_rules()
    _ = (duckdb, polars, pyarrow.parquet, pipelines.lineage, transforms.lineage.offices, transforms.normalise)
    _ = (transforms.readers.text.read, warehouse.publish)


def code_now() -> str:
    """A digest of the code as it is in its files: what a command that is started now runs."""
    from pipelines import digests

    return digests.digest_of(["sql", "warehouse", "transforms", "pipelines"])


def _make_rules() -> None:
    """Reads and normalises the samples once, in plain Python: each child would compile the patterns anew."""
    from datetime import UTC, datetime

    from tests.faults.scene import SAMPLES
    from transforms.extract import read_records
    from transforms.normalise import normalise
    from transforms.tables.submission import Submission

    files = sorted(SAMPLES.rglob("*.txt"))
    received = datetime(2025, 1, 1, tzinfo=UTC)
    normalise([Submission(read_records(file.read_bytes(), file.name), file.name, received, ()) for file in files])


def prepare_command() -> None:
    """What `prepare` leaves out, which only the command uses."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import dagster

        import pipelines.assets
        import pipelines.build
        import pipelines.cli
        import pipelines.terminal

    _ = (dagster, pipelines.assets, pipelines.build, pipelines.cli, pipelines.terminal)


def folders_of(raw: Path, out: Path) -> Folders:
    return Folders(raw, out)
