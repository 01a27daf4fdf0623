"""The notebook: it runs on what is published, says so where nothing is, and asks what was worked out by hand."""

from __future__ import annotations

import ast
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from explore import charts, published
from explore.published import NOT_STATED, Selection
from pipelines.build import Summary
from pipelines.settings import Folders
from tests.warehouse.small_warehouse import publish_rows, quarantined, text
from warehouse.query import QueryError

marimo = pytest.importorskip("marimo", reason="the notebook needs marimo: make setup-explore")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def samples(built: tuple[Folders, Summary]) -> Path:
    return built[0].out


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four texts of 36, 10, 0 and an unknown ten thousand yuan, the last of no known place, year and department."""
    audit = text("audit", units=(("202001", "审计局本级"), ("202002", "审计中心")), budget="180000.00")
    school = text("school", year=2024, code="301", department="教育局", budget="100000.00")
    for table in ("indicator", "indicator_bound"):
        ends = {"lower_bound": Decimal(85), "upper_bound": Decimal(95), "upper_inclusive": True, "direction": "within"}
        school[table] = [row | ends for row in school[table]]
    archive = text("archive", year=2023, code="401", department="档案局", budget="0.00")
    nowhere = text("nowhere", year=None, district=None, code=None, department=None, units=((None, None),))
    nowhere["department"][0]["district_name"] = None
    for row in (*nowhere["project"], *nowhere["disbursement_plan"]):
        row.update({name: None for name in row if name.endswith("_cny")})
    folder = tmp_path_factory.mktemp("small")
    return publish_rows(folder, audit, school, archive, nowhere, quarantined("bad")).database


def run(out: Path, **given: Any) -> tuple[str, dict[str, Any]]:
    """What the notebook shows, and what its cells define."""
    from explore.look_around import app

    shown, defined = app.run(defs={"out": out, **given})
    return "\n".join(getattr(output, "text", "") for output in shown if output is not None), dict(defined)


@pytest.fixture(scope="module")
def explored(samples: Path) -> tuple[str, dict[str, Any]]:
    return run(samples)


def test_the_notebook_shows_what_was_published(explored: tuple[str, dict[str, Any]]) -> None:
    shown, cells = explored
    assert "2,775.35" in shown
    assert "309" in shown
    drawn = {name: draw().text for name, draw in cells["sections"].items()}
    assert len(drawn) == 7
    for name in ("项目 Projects", "支出进度 Spending", "指标 Indicators", "指标值 Targets", "问题 Findings"):
        assert "marimo-vega" in drawn[name], name


def test_what_is_chosen_narrows_every_table(samples: Path) -> None:
    _, cells = run(samples, chosen=Selection(years=(2023,), kinds=("成本指标",)))
    assert cells["project"].data["预算年度 fiscal_year"].unique().to_list() == [2023]
    found = published.indicators(samples / published.DATABASE, cells["chosen"])
    assert (found["level2"].unique().to_list(), found["fiscal_year"].unique().to_list()) == (["成本指标"], [2023])


def test_a_heading_says_what_its_column_is(explored: tuple[str, dict[str, Any]]) -> None:
    _, cells = explored
    tips = cells["project"]._component_args["header-tooltip"]
    assert tips["预算数 budget_cny"].startswith("预算数（元）；空白为 NULL，不作 0 | Budget in yuan")


def test_a_project_that_is_chosen_shows_its_form(samples: Path) -> None:
    database = samples / published.DATABASE
    projects = published.projects(database, Selection())
    plan, indicators = published.form(database, projects["project_key"][0])
    assert plan["stage_month"].to_list() == [3, 6, 10, 12]
    assert indicators.height > 0
    _, cells = run(samples, project=_Picked(projects.head(1)))
    assert "资金支出计划" in cells["form"].text


class _Picked:
    def __init__(self, value: Any) -> None:
        self.value = value


def test_a_question_of_ones_own_is_answered_or_what_is_wrong_is_said(samples: Path) -> None:
    _, cells = run(samples, query=_Picked("SELECT count(*) AS n FROM project"))
    assert cells["answer"].data["n"].to_list() == [45]
    _, cells = run(samples, query=_Picked("DROP TABLE project"))
    assert "read-only" in cells["answer"].text


def test_it_exports_without_a_word_of_complaint(samples: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    command = [
        "-m",
        "marimo",
        "-y",
        "export",
        "html",
        "explore/look_around.py",
        "-o",
        str(page),
        "--",
        "--out",
        str(samples),
    ]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "309" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("made", ["nothing", "no database", "earlier version"])
def test_without_a_warehouse_it_says_what_to_do(made: str, tmp_path: Path) -> None:
    if made == "no database":
        (tmp_path / published.DATABASE).write_bytes(b"no database at all")
    if made == "earlier version":
        import duckdb

        duckdb.connect(str(tmp_path / published.DATABASE)).close()
    shown, cells = run(tmp_path)
    assert "labels" not in cells
    assert ("cannot be opened" if made == "no database" else "make run") in shown


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("FROM range(5000)", published.SHOWN),
        ("select * from range(3) order by 1 desc; ", 3),
        ("WITH a AS (FROM range(4)) FROM a -- four", 4),
        ("DESCRIBE SELECT 1 AS a, 2 AS b", 2),
    ],
)
def test_of_a_long_answer_the_first_rows_are_shown(small: Path, sql: str, rows: int) -> None:
    assert published.answer(small, sql).height == rows


def test_nothing_can_be_changed(small: Path) -> None:
    with pytest.raises(QueryError, match="read-only"):
        published.ask(small, "DELETE FROM project")


def test_what_is_published_anew_is_seen_at_the_next_question(tmp_path: Path) -> None:
    database = tmp_path / "out/warehouse.duckdb"
    publish_rows(tmp_path, text("a"))
    assert published.totals(database, Selection())["projects"] == 1
    publish_rows(tmp_path, text("a"), text("b", code="301"))
    assert published.totals(database, Selection())["projects"] == 2


def test_the_choices_name_what_is_not_stated(small: Path) -> None:
    everything = Selection()
    assert published.years(small) == {"2025": 2025, "2024": 2024, "2023": 2023, NOT_STATED: 0}
    assert published.districts(small, everything) == {NOT_STATED: "", "路南区 130202": "130202"}
    named = {"审计局": "审计局", "教育局": "教育局", "档案局": "档案局", NOT_STATED: ""}
    assert list(published.departments(small, everything).items()) == list(named.items())
    assert published.departments(small, Selection(years=(2024,))) == {"教育局": "教育局"}
    assert published.units(small, everything) == {"percent (5)": "percent"}


@pytest.mark.parametrize(
    ("chosen", "projects", "budget"),
    [
        (Selection(), 5, "460000.00"),
        (Selection(years=(2025,)), 2, "360000.00"),
        (Selection(years=(2024, 2025)), 3, "460000.00"),
        (Selection(years=(0,)), 1, None),
        (Selection(years=(2023,)), 1, "0.00"),
        (Selection(districts=("130202",)), 4, "460000.00"),
        (Selection(districts=("",)), 1, None),
        (Selection(departments=("教育局",)), 1, "100000.00"),
        (Selection(departments=("",)), 1, None),
        (Selection(words="项目2"), 1, "180000.00"),
        (Selection(words="没有这样的词"), 0, None),
        (Selection(words="' OR true OR '"), 0, None),
        (Selection(departments=("' OR true OR '",)), 0, None),
    ],
)
def test_money_is_that_of_the_chosen_projects(
    small: Path, chosen: Selection, projects: int, budget: str | None
) -> None:
    found = published.totals(small, chosen)
    assert (found["projects"], found["budget_cny"]) == (projects, None if budget is None else Decimal(budget))
    assert published.projects(small, chosen).height == projects


def test_shares_of_nothing_are_not_zero(small: Path) -> None:
    found = published.totals(small, Selection(years=(1999,)))
    assert (found["indicators"], found["numeric"], found["qualitative"]) == (0, None, None)
    assert published.totals(small, Selection())["numeric"] == 1
    assert published.totals(small, Selection())["without_budget"] == 1


def test_curves_are_of_money_that_is_known_at_every_stage(small: Path) -> None:
    curve = published.curves(small, Selection(), "部门 Department")
    assert curve.filter(curve["team"] == "审计局").select(
        "stage_month", "projects", "percent", "spent_wan_cny"
    ).rows() == [
        (3, 2, 25.0, 9.0),
        (6, 2, 50.0, 18.0),
        (10, 2, 75.0, 27.0),
        (12, 2, 100.0, 36.0),
    ]
    assert curve.filter(curve["team"] == "档案局")["percent"].to_list() == [None] * 4
    assert NOT_STATED not in curve["team"]
    by_year = published.curves(small, Selection(), "年度 Year")
    assert sorted(set(by_year["team"])) == ["2023", "2024", "2025"]


def test_bounds_are_counted_where_they_stand(small: Path) -> None:
    assert published.bounds(small, Selection(), "percent").rows() == [(85.0, "within", 1), (90.0, "at_least", 4)]
    assert published.bounds(small, Selection(), "CNY").is_empty()


def test_money_of_departments_is_told_by_year(small: Path) -> None:
    assert published.money_by_department(small, Selection()).rows() == [
        ("审计局", "2025", 2, 36.0),
        ("教育局", "2024", 1, 10.0),
        ("档案局", "2023", 1, 0.0),
        (NOT_STATED, NOT_STATED, 1, None),
    ]


def test_findings_come_gravest_first(small: Path) -> None:
    found = published.findings(small, Selection())
    assert found["severity"].to_list() == ["error", "info", "info", "info", "info"]
    assert published.findings_by_rule(small, Selection(years=(2025,))).rows() == [("bare_number", "info", 1)]


def test_a_chart_is_as_high_as_its_bars_need(small: Path) -> None:
    assert charts.money(published.money_by_department(small, Selection())).to_dict()["height"] == 4 * 24


def test_it_is_served_to_this_machine_only_and_asks_nobody_for_updates() -> None:
    told = subprocess.run(
        ["make", "-n", f"PYTHON={sys.executable}", "explore"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "--host 127.0.0.1" in told
    assert "MARIMO_SKIP_UPDATE_CHECK=1" in told


def test_the_notebook_takes_only_what_is_published() -> None:
    for path in (ROOT / "explore").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree)
        taken = {
            node.module.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
        }
        assert not taken & {"transforms", "pages", "pipelines"}, path
