"use strict";
/* A department's own view: its money, curve, targets among its peers, scores, projects and findings. */
const ChosenOffice = { year: null, mode: "percent", kind: null };

function departmentView(key, refresh) {
  const office = Model.officeKeys.indexOf(key);
  if (office < 0) return missing();
  const table = Model.tables.office_year;
  const all = officeYears({ office });
  const years = all.map((row) => table.get("year", row));
  if (!years.includes(ChosenOffice.year)) ChosenOffice.year = years.length === 1 ? years[0] : null;
  const year = ChosenOffice.year;
  const own = year === null ? all : all.filter((row) => table.get("year", row) === year);
  const peers = officeYears({ year });
  const filter = { year };
  const kinds = Model.kinds.filter((kind) => targetsOf(kind, filter).some((one) => one.office === office)).map((kind) => ({ ...kind, targets: sum(targetsOf(kind, filter).map((one) => one.targets)) }));
  const chosen = kinds.find((kind) => kind.key === ChosenOffice.kind) ?? firstKind(kinds) ?? null;
  const ofOffice = (one, at) => one === office && (year === null || at === year);
  return [
    h("nav", { class: "crumbs", "aria-label": t("you_are_here") }, h("a", { href: "#departments", text: t("departments") })),
    h("h1", { tabindex: "-1" }, original(officeName(office))),
    h("p", { class: "muted" }, original(divisionText(office)), ` · ${years.map(yearText).join(t("list_comma"))}`),
    years.length > 1 ? h("div", { class: "filters no-print" }, selection("year", [["", t("all_years")], ...years.filter((one) => one !== null).map((one) => [String(one), String(one)])], String(year ?? ""), (value) => { ChosenOffice.year = value ? Number(value) : null; refresh("year"); })) : null,
    tilesOf(own, { documents: false }),
    section("section_money",
      years.length > 1 ? moneyFigureOf(all, t("money_title")) : null,
      curvesFigure(peers, { title: t("curve_title"), office, mode: ChosenOffice.mode, onMode: (mode) => { ChosenOffice.mode = mode; refresh("show_as"); } })),
    section("section_targets",
      targetsFigure({ title: t("own_targets_title"), kinds, chosen, filter, office, onKind: (kind) => { ChosenOffice.kind = kind; refresh("kind_of_indicator"); } }),
      kindsFigure(own, t("kinds_title"))),
    h("section", { class: "card", "aria-label": t("standings") }, h("h3", { text: t("standings") }), h("p", { class: "muted small", text: t("standings_note") }), standingsTable(office, filter)),
    section("section_quality", scoreCard(own), rulesFigure(ofOffice, t("rules_title"))),
    ownRows("project", office, year),
    ownRows("finding", office, year),
  ];
}

function divisionText(office) {
  const table = Model.tables.office;
  const names = ["province_name", "city_name", "district_name"].map((name) => table.get(name, office)).filter(Boolean);
  return [...new Set(names), table.get("district_code", office), table.get("department_code", office)].filter(Boolean).join(" ");
}

/* Scores of a department's units, a year each, by aspect. */
function scoreCard(rows) {
  const table = Model.tables.unit_score;
  const years = Model.tables.office_year;
  const units = rows.flatMap((row) => Model.scores.get(`${years.get("office", row)}|${years.get("year", row)}`) ?? []);
  const head = ["unit", "year", "score", "grade", "aspect_completeness", "aspect_relevance", "aspect_fitness", "aspect_feasibility", "projects"].map((label, place) => ({ label: t(label), number: place > 1 && place !== 3 }));
  const fixed = (name, row) => Number(table.get(name, row)).toFixed(2);
  const cells = units.map((row) => [original(table.get("unit", row) ?? t("no_name")), yearText(table.get("year", row)), fixed("score", row), gradeBadge(table.get("grade", row)), fixed("completeness", row), fixed("relevance", row), fixed("fitness", row), fixed("feasibility", row), number(table.get("projects", row))]);
  return h("div", { class: "card figure" }, h("h3", { text: t("scores_title") }), h("p", { class: "muted small", text: t("scores_note") }),
    cells.length ? longTable(t("scores_title"), { head, rows: cells }) : h("p", { class: "muted", text: t("no_scores") }));
}

const GRADES = { 优: ["excellent", "good"], 良: ["good", "info"], 中: ["fair", "warning"], 差: ["poor", "error"] };

function gradeBadge(grade) {
  if (!grade) return "—";
  const [word, look] = GRADES[grade];
  return h("span", { class: `badge ${look}`, text: t(`score_grade_${word}`) });
}

/* A department's rows of a long table, or where to find them. */
function ownRows(name, office, year) {
  if (!hasRows(name)) return h("section", {}, h("h2", { text: t(`${name}s`) }), noticeLeftOut());
  const table = Model.tables[name];
  const rows = table.where((row) => table.get("office", row) === office && (year === null || table.get("year", row) === year));
  const list = LISTS[`${name}s`];
  const columns = list.columns().filter((column) => column.key !== "office");
  const grid = new Grid({ columns, label: `${name}s`, height: `${Math.min(rows.length, 12) * ROW_HEIGHT + 52}px` });
  grid.show(rows);
  return h("section", { "aria-label": t(`${name}s`) }, h("h2", { text: `${t(`${name}s`)} (${number(rows.length)})` }), rows.length ? grid.node : h("p", { class: "muted", text: t("nothing_to_show") }));
}
