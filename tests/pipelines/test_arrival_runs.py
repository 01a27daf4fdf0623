"""The sensor, the schedules and the backfill ask for the runs they should, once, with tags that say why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
import yaml
from dagster._config import validate_config
from dagster._core.instance.config import dagster_instance_config_schema

from pipelines.arrival import automation
from pipelines.arrival.automation import Arrival, BucketSource, arrivals_sensor, schedules
from pipelines.arrival.bucket import Object, Plan
from pipelines.arrival.calendar import Calendar, calendar, load
from pipelines.arrival.runs import ALL_YEARS, Asked, PastRun, ask, ask_for_copies, failed_years, over
from pipelines.arrival.waiting import Moment, Patience
from pipelines.assets import Workspace
from pipelines.definitions import BUCKET, definitions
from pipelines.intake import save_manifest, scan
from pipelines.settings import Folders, fiscal_year_partitions

FAILED = True
SENSOR = arrivals_sensor()
DAILY, WEEKLY = schedules()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "raw/2025").mkdir(parents=True)
    return Folders(tmp_path / "raw", tmp_path / "out")


@pytest.fixture(scope="module")
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


def at(seconds: float) -> Moment:
    return Moment("a", seconds)


def asked_after(folders: Folders, seconds: float, queued: tuple[str, ...] = ()) -> Asked:
    first = ask(folders, None, at(0), Patience(settle=20))
    return ask(folders, first.cursor, at(seconds), Patience(settle=20), queued)


def test_one_run_for_each_year_with_its_tags(folders: Folders) -> None:
    for year in ("2024", "2025"):
        for name in ("a.txt", "b.txt"):
            (folders.raw / year).mkdir(exist_ok=True)
            (folders.raw / year / name).write_text(f"{year} {name}", encoding="utf-8")
    asked = asked_after(folders, 20)
    assert [(one.job, one.partition) for one in asked.requests] == [("build", "2024"), ("build", "2025")]
    assert asked.requests[0].tags == {
        "jixiao/year": "2024",
        "jixiao/why": "2 arrived: 2024/a.txt, 2024/b.txt",
        "jixiao/origin": "arrivals",
        "dagster/priority": "1",
    }


def test_files_that_may_still_grow_are_waited_for_and_the_tick_says_so(folders: Folders) -> None:
    (folders.raw / "2025/a.txt").write_text("a", encoding="utf-8")
    asked = asked_after(folders, 19)
    assert asked.requests == ()
    assert "2025/a.txt" in asked.note


@pytest.mark.parametrize("queued", ["2025", ALL_YEARS])
def test_a_run_that_waits_in_the_queue_takes_in_what_comes_meanwhile(queued: str, folders: Folders) -> None:
    (folders.raw / "2025/a.txt").write_text("a", encoding="utf-8")
    assert asked_after(folders, 20, (queued,)).requests == ()
    assert len(asked_after(folders, 20, ("2024",)).requests) == 1


def test_files_in_no_years_folder_are_read_by_a_run_and_not_by_the_sensor(folders: Folders) -> None:
    (folders.raw / "a.txt").write_text("a", encoding="utf-8")
    (request,) = asked_after(folders, 20).requests
    assert (request.job, request.partition) == ("learn_years", None)
    assert not folders.out.exists()


def test_a_share_that_is_not_mounted_asks_for_nothing(folders: Folders) -> None:
    (folders.raw / "2025/a.txt").write_text("a", encoding="utf-8")
    save_manifest(folders, "2025", scan(folders))
    (folders.raw / "2025/a.txt").unlink()
    assert "mounted" in asked_after(folders, 20).note
    (folders.raw / "2025").rmdir()
    folders.raw.rmdir()
    asked = asked_after(folders, 20)
    assert asked.requests == ()
    assert "mounted" in asked.note


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        ([PastRun("x", "2025", FAILED, 100)], {"2025": "x"}),
        ([PastRun("x", "2025", FAILED, 99)], {}),
        ([PastRun("y", "2025", not FAILED, 50), PastRun("x", "2025", FAILED, 100)], {}),
        ([PastRun("y", "2024", not FAILED, 50), PastRun("x", "2025", FAILED, 100)], {"2025": "x"}),
        ([PastRun("y", ALL_YEARS, not FAILED, 50), PastRun("x", "2025", FAILED, 100)], {}),
        ([PastRun("y", "2025", FAILED, 50), PastRun("x", "2025", FAILED, 100)], {}),
        ([PastRun("y", ALL_YEARS, FAILED, 200)], {ALL_YEARS: "y"}),
    ],
    ids=["failed", "just-now", "built-since", "another-built", "all-built", "tried-again", "all-failed"],
)
def test_a_year_whose_last_run_failed_is_due_again_after_a_while(past: list[PastRun], expected: dict[str, str]) -> None:
    assert failed_years(past, 100) == expected


def test_a_year_that_failed_is_asked_for_though_nothing_differs(folders: Folders) -> None:
    failed = {"2025": "0123456789"}
    first = ask(folders, None, at(0), Patience(settle=20), failed=failed)
    second = ask(folders, first.cursor, at(20), Patience(settle=20), failed=failed)
    third = ask(folders, second.cursor, at(40), Patience(settle=20), failed=failed)
    assert [len(asked.requests) for asked in (first, second, third)] == [0, 1, 0]
    assert second.requests[0].tags["jixiao/why"] == "the last run failed: 01234567"
    assert ask(folders, first.cursor, at(20), Patience(settle=20), (ALL_YEARS,), failed).requests == ()


def test_the_sensor_asks_for_what_dagster_can_run(
    folders: Folders, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folders.raw / "2025/a.txt").write_text("a", encoding="utf-8")
    monkeypatch.setattr(automation, "now", iter([at(0), at(30)]).__next__)
    resources = {
        "workspace": Workspace(raw=str(folders.raw), out=str(folders.out)),
        "arrival": Arrival(settle_seconds=20),
    }
    cursor = None
    for expected in (0, 1):
        context = dg.build_sensor_context(
            instance=instance, cursor=cursor, resources=resources, definitions=definitions()
        )
        ticked = SENSOR.evaluate_tick(context)
        cursor = ticked.cursor
        assert len(ticked.run_requests or []) == expected
    (request,) = ticked.run_requests or []
    assert request.partition_key == "2025"
    assert request.job_name == "build"


@pytest.mark.parametrize(
    ("partitions", "partition", "year", "ends"),
    [
        (["2025"], "2025", "2025", None),
        (["2025", "2024"], None, "2024,2025", ("2024", "2025")),
        (["unknown", "2024"], None, "2024,unknown", ("2024", "unknown")),
        (fiscal_year_partitions(), None, ALL_YEARS, ("2012", "unknown")),
    ],
)
def test_a_run_is_for_one_partition_or_for_a_range(
    partitions: list[str], partition: str | None, year: str, ends: tuple[str, str] | None
) -> None:
    request = over(partitions, name="x", why="y", origin="z")
    tags = request.tags
    assert (request.partition, tags["jixiao/year"]) == (partition, year)
    found = (tags.get("dagster/asset_partition_range_start"), tags.get("dagster/asset_partition_range_end"))
    assert found == (ends or (None, None))


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-11-21", ["2026", "2027"]),
        ("2027-01-10", ["2027"]),
        ("2027-04-30", ["2027"]),
        ("2027-07-01", []),
    ],
)
def test_the_season_says_which_years_are_being_submitted(day: str, due: list[str]) -> None:
    moment = datetime.fromisoformat(f"{day}T06:30").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert calendar().due(moment) == due


def test_the_day_is_that_of_the_calendars_time_zone() -> None:
    assert calendar().due(datetime(2026, 12, 31, 22, tzinfo=UTC)) == ["2027"]


def test_another_calendar_is_another_file(tmp_path: Path) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text(
        'timezone = "UTC"\n[reconcile]\ncron = "0 1 * * 1"\n[daily]\nhour = 5\nminute = 0\n'
        '[[daily.season]]\nname = "x"\nmonths = [6]\nfiscal_years = [-1]\n',
        encoding="utf-8",
    )
    other = load(file)
    assert (other.daily_cron, other.reconcile_cron) == ("0 5 * 6 *", "0 1 * * 1")
    assert other.due(datetime(2026, 6, 1, tzinfo=UTC)) == ["2025"]
    assert isinstance(other, Calendar)


def scheduled(schedule: dg.ScheduleDefinition, moment: datetime, instance: dg.DagsterInstance) -> list[dg.RunRequest]:
    context = dg.build_schedule_context(
        instance=instance, scheduled_execution_time=moment, repository_def=definitions().get_repository_def()
    )
    return list(schedule.evaluate_tick(context).run_requests or [])


def test_every_day_of_the_season_each_year_in_hand_is_built(instance: dg.DagsterInstance) -> None:
    moment = datetime(2026, 11, 21, 6, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    requests = scheduled(DAILY, moment, instance)
    assert [request.partition_key for request in requests] == ["2026", "2027"]
    assert len({request.run_key for request in requests}) == 2
    assert {request.tags["jixiao/origin"] for request in requests} == {"submission_season"}


def test_every_week_all_years_are_one_run_after_whatever_else_waits(instance: dg.DagsterInstance) -> None:
    (request,) = scheduled(WEEKLY, datetime(2026, 7, 5, 3, tzinfo=ZoneInfo("Asia/Shanghai")), instance)
    assert request.tags["jixiao/year"] == ALL_YEARS
    assert int(request.tags["dagster/priority"]) < 0


def test_a_bucket_that_is_as_the_folder_asks_for_nothing() -> None:
    asked = ask_for_copies(Plan({}, ()), "s3://b", None, at(0))
    assert asked.requests == ()


def test_what_differs_in_a_bucket_is_asked_for_once() -> None:
    plan = Plan({"2025/a.txt": Object(1, "x", 0)}, ("2025/b.txt",))
    first = ask_for_copies(plan, "s3://b", None, at(0))
    assert [request.job for request in first.requests] == ["mirror"]
    assert ask_for_copies(plan, "s3://b", first.cursor, at(60)).requests == ()


@pytest.mark.parametrize(("address", "sensors"), [("", 0), ("s3://bucket/prefix", 1)])
def test_everything_loads_with_and_without_a_bucket(
    address: str, sensors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BUCKET, address)
    loaded = definitions()
    dg.Definitions.validate_loadable(loaded)
    assert [sensor.name for sensor in loaded.sensors or []].count("bucket") == sensors
    assert BucketSource(address=address).address == address


def test_folders_and_patience_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_RAW", "/somewhere/raw")
    monkeypatch.setenv("JIXIAO_SETTLE_SECONDS", "7")
    resources = definitions().resources or {}
    assert resources["workspace"].raw == "/somewhere/raw"
    assert resources["arrival"].patience.settle == 7


def test_runs_queue_and_never_publish_side_by_side() -> None:
    settings = yaml.safe_load(Path("pipelines/dagster.yaml").read_text(encoding="utf-8"))
    checked = validate_config(dagster_instance_config_schema(), settings)
    assert checked.success, checked.errors
    assert settings["concurrency"]["runs"]["max_concurrent_runs"] == 1
    publishing = [item for item in definitions().assets or [] if "warehouse" in str(getattr(item, "keys", ""))]
    assert [item.op.pool for item in publishing] == ["publication"]  # type: ignore[union-attr]
