"use strict";
/* The long tables: columns, what is searched, what can be chosen. */
const cellText = (text, attributes) => (text === null || text === undefined ? h("span", { class: "muted", text: t("not_stated") }) : original(text, attributes));

const LISTS = {
  departments: {
    table: "office_year", searched: [], filters: ["year", "district"],
    matches: (row, patterns) => patterns.every((pattern) => pattern.test(officeLabel(Model.tables.office_year.get("office", row)))),
    columns: () => {
      const table = Model.tables.office_year;
      const figure = (key, label, of, cell) => ({ key, label, number: true, width: "minmax(6rem,1fr)", order: of, cell: (row) => cell(of(row)) });
      const get = (name) => (row) => table.get(name, row);
      return [
        { key: "office", label: "department", width: "minmax(12rem,4fr)", narrow: "minmax(0,2fr)", cell: (row) => officeLink(table.get("office", row)), order: (row) => officeName(table.get("office", row)) },
        ...(Model.districts.length > 1 ? [{ key: "district", label: "district", width: "minmax(5rem,1fr)", cell: (row) => cellText(Model.tables.office.get("district_name", table.get("office", row))), order: (row) => Model.tables.office.get("district_name", table.get("office", row)) }] : []),
        { key: "year", label: "year", width: "4.5rem", cell: (row) => yearText(table.get("year", row)), order: get("year") },
        figure("projects", "projects", get("projects"), number),
        { ...figure("budget", "money_column", get("budget"), moneyFigure), narrow: "minmax(0,1fr)", width: "minmax(8rem,1.4fr)" },
        figure("quantified", "quantified_column", (row) => quantified(table.row(row)), percent),
        figure("june", "june_column", (row) => share(table.get("june", row), table.get("planned_budget", row)), percent),
        figure("findings", "findings", (row) => findingsTotal(table.row(row)), number),
        figure("score", "score", (row) => scoreOf(table.get("office", row), table.get("year", row)), (score) => (score === null ? "—" : score.toFixed(2))),
      ];
    },
  },
  projects: {
    table: "project", searched: ["name", "code", "unit", "goal", "usage"], filters: ["year", "district", "office"],
    columns: () => {
      const table = Model.tables.project;
      return [
        { key: "name", label: "project", width: "minmax(14rem,4fr)", narrow: "minmax(0,2fr)", cell: (row) => projectLink(row), order: (row) => table.get("name", row) },
        { key: "office", label: "department", width: "minmax(9rem,3fr)", cell: (row) => cellText(officeName(table.get("office", row))), order: (row) => officeName(table.get("office", row)) },
        { key: "year", label: "year", width: "4.5rem", cell: (row) => yearText(table.get("year", row)), order: (row) => table.get("year", row) },
        { key: "budget", label: "money_column", number: true, width: "minmax(7rem,1.2fr)", narrow: "minmax(0,1fr)", cell: (row) => moneyFigure(table.get("budget", row)), order: (row) => table.get("budget", row) },
        { key: "june", label: "june_column", number: true, width: "6.5rem", cell: (row) => percent(table.get("june", row)), order: (row) => table.get("june", row) },
        { key: "score", label: "score", number: true, width: "5.5rem", cell: (row) => number(table.get("score", row)), order: (row) => table.get("score", row) },
        { key: "code", label: "code", width: "minmax(14rem,2fr)", cell: (row) => cellText(table.get("code", row)), order: (row) => table.get("code", row) },
      ];
    },
  },
  indicators: {
    table: "indicator", searched: ["level3", "description", "value", "basis"], filters: ["year", "district", "office", "level2", "kind"],
    columns: () => {
      const table = Model.tables.indicator;
      const projects = Model.tables.project;
      const of = (row, name) => (projects ? projects.get(name, table.get("project", row)) : null);
      const first = (row) => (projects ? h("a", { href: projectAddress(table.get("project", row), row) }, original(table.get("level3", row) ?? t("not_stated"))) : cellText(table.get("level3", row)));
      return [
        { key: "level3", label: "level3", width: "minmax(10rem,2fr)", narrow: "minmax(0,1fr)", cell: first, order: (row) => table.get("level3", row) },
        { key: "level2", label: "level2", width: "minmax(7rem,1fr)", cell: (row) => cellText(table.get("level2", row)), order: (row) => table.get("level2", row) },
        { key: "value", label: "value_verbatim", width: "minmax(8rem,2fr)", narrow: "minmax(0,1fr)", cell: (row) => cellText(table.get("value", row)), order: (row) => table.get("value", row) },
        { key: "meaning", label: "value_meaning", width: "minmax(10rem,2fr)", cell: (row) => meaning(table.row(row)) },
        { key: "project", label: "project", width: "minmax(10rem,3fr)", cell: (row) => cellText(of(row, "name")), order: (row) => of(row, "name") },
        { key: "office", label: "department", width: "minmax(8rem,2fr)", cell: (row) => cellText(projects ? officeName(of(row, "office")) : null), order: (row) => (projects ? officeName(of(row, "office")) : null) },
        { key: "year", label: "year", width: "4.5rem", cell: (row) => yearText(of(row, "year")), order: (row) => of(row, "year") },
      ];
    },
  },
  findings: {
    table: "finding", searched: ["message", "value", "rule"], filters: ["severity", "rule", "year", "district", "office"],
    columns: () => {
      const table = Model.tables.finding;
      return [
        { key: "message", label: "finding", width: "minmax(14rem,4fr)", narrow: "minmax(0,3fr)", cell: findingLink, order: (row) => messageOf(table.get("message", row)) },
        { key: "severity", label: "severity", width: "6.5rem", narrow: "6rem", cell: (row) => severityBadge(table.get("severity", row)), order: (row) => ["error", "warning", "info"].indexOf(table.get("severity", row)) },
        { key: "value", label: "value_verbatim", width: "minmax(7rem,1.5fr)", cell: (row) => original(table.get("value", row) ?? ""), order: (row) => table.get("value", row) },
        { key: "office", label: "department", width: "minmax(8rem,2fr)", cell: (row) => cellText(officeName(table.get("office", row))), order: (row) => officeName(table.get("office", row)) },
        { key: "year", label: "year", width: "4.5rem", cell: (row) => yearText(table.get("year", row)), order: (row) => table.get("year", row) },
        { key: "document", label: "document", width: "minmax(8rem,1.6fr)", cell: (row) => documentLink(table.get("document", row), table.get("place", row)), order: (row) => Model.tables.document.get("file_name", table.get("document", row)) },
        { key: "place", label: "place", width: "minmax(9rem,1.8fr)", cell: (row) => h("span", { text: place(table.get("place", row)) }) },
      ];
    },
  },
};

/* A finding leads to the indicator or project it is about, else to its department. */
function findingLink(row) {
  const table = Model.tables.finding;
  const said = messageOf(table.get("message", row));
  const project = table.get("project", row);
  if (project !== null && hasRows("project")) return h("a", { href: projectAddress(project, table.get("indicator", row)), text: said });
  const office = table.get("office", row);
  return office === null ? h("span", { text: said }) : h("a", { href: officeAddress(office), text: said });
}

/* ---- Choosing ---- */

/* For each filter: its choices, and the test of a row for what was chosen. */
const FILTERS = {
  year: { options: () => yearOptions(), test: (list, value) => { const of = rowField(list, "year"); return (row) => of(row) === Number(value); } },
  district: { options: () => districtOptions(), test: (list, value) => { const of = rowField(list, "office"); return (row) => of(row) !== null && Model.tables.office.get("district_code", of(row)) === value; } },
  office: {
    options: () => [["", t("all_departments")], ...Model.officeKeys.map((_, office) => [String(office), officeLabel(office)])],
    test: (list, value) => { const of = rowField(list, "office"); return (row) => of(row) === Number(value); },
  },
  level2: { options: () => [["", t("all_levels")], ...Model.tables.indicator.values("level2").map((one) => [one, one])], test: (list, value) => Model.tables.indicator.equal("level2", value) },
  kind: { options: () => [["", t("all_kinds")], ...Model.tables.indicator.values("kind").map((one) => [one, t(`value_kind_${one}`)])], test: (list, value) => Model.tables.indicator.equal("kind", value) },
  severity: { options: () => [["", t("all_severities")], ...["error", "warning", "info"].map((one) => [one, t(`severity_${one}`)])], test: (list, value) => Model.tables.finding.equal("severity", value) },
  rule: { options: () => [["", t("all_rules")], ...Model.tables.finding.values("rule").map((one) => [one, ruleTitle(one)])], test: (list, value) => Model.tables.finding.equal("rule", value) },
};

/* Year or department of a row; an indicator has those of its project. */
function rowField(list, name) {
  const table = Model.tables[list.table];
  if (list.table !== "indicator") return (row) => table.get(name, row);
  return (row) => Model.tables.project.get(name, table.get("project", row));
}

function availableFilters(list) {
  const needsProject = list.table === "indicator" && !hasRows("project");
  return list.filters.filter((name) => !(needsProject && ["year", "district", "office"].includes(name)))
    .filter((name) => (name !== "year" || Model.years.length > 1) && (name !== "district" || Model.districts.length > 1));
}

function listView(name, query) {
  const list = LISTS[name];
  const heading = h("h1", { tabindex: "-1", text: t(name) });
  if (!hasRows(list.table)) return [heading, noticeLeftOut()];
  const grid = new Grid({ columns: list.columns(), label: name, height: "72vh" });
  const status = h("p", { role: "status", class: "muted", id: "matches" });
  const filters = availableFilters(list);
  const chosen = Object.fromEntries(["q", ...filters].map((key) => [key, query.get(key) ?? ""]));
  const update = () => {
    const rows = chosenRows(list, chosen, filters);
    grid.show(rows);
    status.textContent = t("rows_shown", { shown: number(rows.length), all: number(Model.tables[list.table].rows) });
    remember(name, chosen);
  };
  const box = h("input", { type: "search", value: chosen.q, placeholder: t(`search_${name}`), autocomplete: "off", "aria-controls": "rows", oninput: debounced(150, () => { chosen.q = box.value; update(); }) });
  const form = h("form", { class: "filters no-print", role: "search", onsubmit: (event) => event.preventDefault() },
    h("label", { class: "field wide" }, h("span", { text: t("search") }), box),
    filters.map((key) => selection(key, FILTERS[key].options(), chosen[key], (value) => { chosen[key] = value; update(); })),
    h("button", { type: "button", onclick: () => saveRows(name, list, grid), text: t("save_csv") }));
  grid.node.id = "rows";
  update();
  return [heading, form, status, h("p", { class: "visually-hidden", text: t("grid_help") }), grid.node];
}

function chosenRows(list, chosen, filters) {
  const tests = filters.filter((key) => chosen[key] !== "").map((key) => FILTERS[key].test(list, chosen[key]));
  if (list.matches) {
    const patterns = searchPatterns(chosen.q);
    return Model.tables[list.table].where((row) => tests.every((test) => test(row)) && list.matches(row, patterns));
  }
  return searched(Model.tables[list.table], chosen.q, list.searched, tests);
}

/* Keeps what was chosen in the address, so that Back and a copied address show the same rows. */
function remember(name, chosen) {
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value !== "")).toString();
  history.replaceState(null, "", `#${name}${query ? `?${query}` : ""}`);
}

/* The rows shown, as CSV with what the columns say; a text that a spreadsheet would take for a formula gets an apostrophe. */
function saveRows(name, list, grid) {
  const quoted = (text) => `"${(/^[=+\-@\t\r＝＋－＠]/.test(text) && !/^[-+]?[\d,.]+%?$/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const lines = [grid.all.map((column) => t(column.label)), ...grid.order.map((row) => grid.all.map((column) => h("i", {}, column.cell(row)).textContent))];
  const blob = new Blob(["\ufeff", lines.map((line) => line.map(quoted).join(",")).join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" });
  const link = h("a", { href: URL.createObjectURL(blob), download: `${name}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
