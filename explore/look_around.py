"""The notebook itself: choices, tables and charts, wired together; what is asked stands in published.py."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="full", app_title="绩效文本一览 · jixiao")


@app.cell(hide_code=True)
def _():
    from pathlib import Path

    import marimo as mo

    from explore import charts, published
    from warehouse.query import QueryError

    return Path, QueryError, charts, mo, published


@app.cell(hide_code=True)
def _(Path, mo):
    out = Path(mo.cli_args().get("out") or "data/out")
    return (out,)


@app.cell(hide_code=True)
def _(mo, out, published):
    database = out / published.DATABASE
    _trouble = published.trouble(database)
    mo.stop(_trouble is not None, mo.callout(mo.md(_trouble or ""), kind="warn"))
    labels = published.labels(database)
    mo.md(f"# 绩效文本一览 · Looking around\n\n`{database}` · 只读 read-only")
    return database, labels


@app.cell(hide_code=True)
def _(labels, mo, published):
    def table(frame, selection=None, hidden=()):
        """A table whose headings say in Chinese what a column is, and whose tips say it in both languages."""
        names = published.named(frame, labels)
        renamed = dict(zip(frame.columns, names.columns, strict=True))
        written = {
            renamed[name]: (lambda value, told=told: "—" if value is None else told.format(value))
            for name in frame.columns
            if (told := published.written(name))
        }
        return mo.ui.table(
            names,
            selection=selection,
            page_size=12,
            hidden_columns=[renamed[name] for name in hidden],
            header_tooltip={renamed[name]: labels[name][1] for name in frame.columns if name in labels},
            format_mapping=written,
            show_column_summaries=False,
            show_data_types=False,
            label=f"前 {published.SHOWN:,} 行 The first {published.SHOWN:,} rows"
            if len(frame) == published.SHOWN
            else "",
        )

    return (table,)


@app.cell(hide_code=True)
def _(database, mo, published):
    year = mo.ui.multiselect(published.years(database), label="年度 Year", full_width=True)
    words = mo.ui.text(label="包含 Contains", placeholder="维修、满意度 …", full_width=True)
    return words, year


@app.cell(hide_code=True)
def _(database, mo, published, year):
    district = mo.ui.multiselect(
        published.districts(database, published.Selection(years=tuple(year.value))),
        label="区县 District",
        full_width=True,
    )
    return (district,)


@app.cell(hide_code=True)
def _(database, district, mo, published, year):
    _placed = published.Selection(years=tuple(year.value), districts=tuple(district.value))
    department = mo.ui.multiselect(published.departments(database, _placed), label="部门 Department", full_width=True)
    kind = mo.ui.multiselect(published.kinds(database, _placed), label="指标种类 Kind of indicator", full_width=True)
    return department, kind


@app.cell(hide_code=True)
def _(department, district, kind, mo, words, year):
    mo.hstack([year, district, department, kind, words], widths="equal", gap=1)
    return


@app.cell(hide_code=True)
def _(department, district, kind, published, words, year):
    chosen = published.Selection(
        years=tuple(year.value),
        districts=tuple(district.value),
        departments=tuple(department.value),
        kinds=tuple(kind.value),
        words=words.value,
    )
    return (chosen,)


@app.cell(hide_code=True)
def _(chosen, database, mo, published):
    _found = published.totals(database, chosen)

    def _number(name, factor=1, digits=0):
        return "—" if _found[name] is None else f"{_found[name] / factor:,.{digits}f}"

    def _share(name):
        return "—" if _found[name] is None else f"{_found[name]:.1%}"

    mo.hstack(
        [
            mo.stat(_number("documents"), label="文件 Documents"),
            mo.stat(_number("projects"), label="项目 Projects"),
            mo.stat(
                _number("budget_cny", 10_000, 2),
                label="预算数（万元） Budget, 10,000 yuan",
                caption=f"{_found['without_budget']} 个项目未填 not stated" if _found["without_budget"] else None,
            ),
            mo.stat(_number("indicators"), label="指标 Indicators"),
            mo.stat(_share("numeric"), label="有数值 With a figure"),
            mo.stat(_share("dated"), label="有时限 With a deadline"),
            mo.stat(_share("qualitative"), label="仅定性 In words only"),
        ],
        widths="equal",
        gap=0.5,
    )
    return


@app.cell(hide_code=True)
def _(chosen, database, mo, published):
    group = mo.ui.radio(list(published.GROUPS), value="部门 Department", label="分组 By", inline=True)
    _units = published.units(database, chosen)
    unit = mo.ui.dropdown(_units, value=next(iter(_units), None), label="单位 Unit", allow_select_none=False)
    return group, unit


@app.cell(hide_code=True)
def _(mo):
    query = mo.ui.code_editor(
        "SELECT fiscal_year, department_name, count(*) AS projects, sum(budget_cny) AS budget_cny\n"
        "FROM v_project\nGROUP BY ALL\nORDER BY budget_cny DESC",
        language="sql",
        min_height=120,
    ).form(submit_button_label="运行 Run", bordered=False)
    return (query,)


@app.cell(hide_code=True)
def _(chosen, database, published, table):
    project = table(published.projects(database, chosen), selection="single", hidden=["project_key"])
    return (project,)


@app.cell(hide_code=True)
def _(QueryError, database, mo, published, query, table):
    def _answer():
        if query.value is None:
            return mo.md("")
        try:
            return table(published.answer(database, query.value))
        except QueryError as error:
            return mo.callout(mo.plain_text(str(error)), kind="danger")

    answer = _answer()
    return (answer,)


@app.cell(hide_code=True)
def _(database, mo, project, published, table):
    def _form():
        if len(project.value) == 0:
            return mo.md("选中一行，查看该项目的绩效目标表。 Choose a row to see the project's form.")
        plan, indicators = published.form(database, project.value.to_series(project.value.width - 1)[0])
        return mo.vstack([
            mo.md("**资金支出计划 Spending plan**"), table(plan), mo.md("**绩效指标 Indicators**"), table(indicators),
        ])  # fmt: skip

    form = _form()
    return (form,)


@app.cell(hide_code=True)
def _(answer, charts, chosen, database, form, group, mo, project, published, query, table, unit):
    def _chart(frame, draw, *more):
        return (
            mo.md("没有数据。 Nothing to show.")
            if frame.is_empty()
            else mo.ui.altair_chart(draw(frame, *more), chart_selection=False, legend_selection=False)
        )

    def _money():
        return mo.vstack([_chart(published.money_by_department(database, chosen), charts.money), project, form])

    def _curves():
        _note = mo.md(
            "只计四个阶段支出和预算都已知的项目；口径已统一为累计。 Of projects whose plan and budget are known at all four "
            "stages; made cumulative whichever way the office filled the plan in."
        )
        return mo.vstack([group, _chart(published.curves(database, chosen, group.value), charts.curves), _note])

    def _indicators():
        return mo.vstack([
            _chart(published.indicator_kinds(database, chosen), charts.kinds),
            table(published.indicators(database, chosen)),
        ])  # fmt: skip

    def _bounds():
        if unit.value is None:
            return mo.md("没有数值。 There are no figures.")
        _note = mo.md(
            "最常见的 25 个界限；有下限的取下限，否则取上限。 The 25 bounds stated most often: the lower one, else the upper."
        )
        return mo.vstack(
            [unit, _chart(published.bounds(database, chosen, unit.value), charts.bounds, unit.value), _note]
        )

    def _findings():
        return mo.vstack([
            _chart(published.findings_by_rule(database, chosen), charts.findings),
            table(published.findings(database, chosen)),
        ])  # fmt: skip

    def _scores():
        return mo.vstack([
            _chart(published.score_counts(database, chosen), charts.scores),
            table(published.scores(database, chosen)),
        ])  # fmt: skip

    def _sql():
        return mo.vstack([query, answer])

    sections = {
        "项目 Projects": _money,
        "支出进度 Spending": _curves,
        "指标 Indicators": _indicators,
        "指标值 Targets": _bounds,
        "问题 Findings": _findings,
        "评分 Scores": _scores,
        "查询 SQL": _sql,
    }
    mo.ui.tabs(sections, lazy=True)
    return (sections,)


if __name__ == "__main__":
    app.run()
