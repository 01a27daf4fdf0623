"use strict";
/* What the page knows: tables, names, addresses within the page, and sums over departments and years. */
const Model = {};

function prepare(content) {
  Model.about = content.about;
  Model.rules = content.rules;
  Model.tables = Object.fromEntries(Object.entries(content.tables).map(([name, table]) => [name, new Table(table)]));
  Model.years = [...new Set(Model.tables.office_year.values("year"))].sort((a, b) => b - a);
  const office = Model.tables.office;
  Model.districts = [...new Map(office.where(() => true).map((row) => [office.get("district_code", row), office.get("district_name", row)]))]
    .filter(([code]) => code !== null).sort(([a], [b]) => compare(a, b));
  Model.officeKeys = office.where(() => true).map((row) => [office.get("district_code", row) ?? "-", office.get("department_code", row) ?? office.get("name", row) ?? "-"].join("-"));
  Model.namesakes = new Set([...grouped(office.where(() => true), officeName)].filter(([, rows]) => rows.length > 1).map(([name]) => name));
  Model.kinds = kindsOfTarget(Model.tables.target);
  Model.scores = scoresByOffice(Model.tables.unit_score);
  Model.projectByKey = Model.tables.project ? new Map(Model.tables.project.where(() => true).map((row) => [Model.tables.project.get("key", row), row])) : new Map();
}

const hasRows = (name) => Object.hasOwn(Model.tables, name);

function officeName(office) {
  return office === null ? t("no_department") : Model.tables.office.get("name", office) ?? t("no_name");
}

/* A department's name with district and code where others have the same name, and its year where asked for. */
function officeLabel(office, year) {
  const told = Model.namesakes.has(officeName(office)) ? ["district_name", "department_code"].map((name) => Model.tables.office.get(name, office)) : [];
  return [officeName(office), [...told, year].filter(Boolean).join(" ")].filter(Boolean).join(" · ");
}

const officeAddress = (office) => `#department/${encodeURIComponent(Model.officeKeys[office])}`;
const projectAddress = (row, indicator) => `#project/${encodeURIComponent(Model.tables.project.get("key", row))}${indicator === null || indicator === undefined ? "" : `?indicator=${indicator}`}`;

const officeLink = (office) => (office === null ? h("span", { text: officeName(office) }) : h("a", { href: officeAddress(office) }, original(officeName(office))));

function projectLink(row, indicator) {
  const name = Model.tables.project.get("name", row);
  return h("a", { href: projectAddress(row, indicator) }, name === null ? t("no_name") : original(name));
}

/* The file that something stood in: its name, a link where the page knows where the documents are. */
function documentLink(document, reference) {
  const table = Model.tables.document;
  const name = table.get("file_name", document);
  if (!Model.about.linked[document]) return original(name);
  const path = table.get("file_path", document).split("/").map(encodeURIComponent).join("/");
  const page = /\bpage (\d+)/.exec(reference ?? "");
  return h("a", { href: `${Model.about.folder}/${path}${page ? `#page=${page[1]}` : ""}`, target: "_blank", rel: "noopener noreferrer" }, original(name));
}

/* ---- Sums ---- */

const COUNTS = ["projects", "budgets_known", "budget", "fiscal", "other", "plans_known", "planned_budget", "march", "june", "october", "december", "indicators", "numeric", "dated", "worded", "empty", "errors", "warnings", "infos"];

/* Rows of office_year for a choice {year, district, office}; null chooses all. */
function officeYears({ year = null, district = null, office = null }) {
  const table = Model.tables.office_year;
  return table.where((row) => (year === null || table.get("year", row) === year)
    && (office === null || table.get("office", row) === office)
    && (district === null || Model.tables.office.get("district_code", table.get("office", row)) === district));
}

/* Sums over rows of office_year; null where nothing is known. */
function totals(rows) {
  return Object.fromEntries(COUNTS.map((name) => [name, sum(rows.map((row) => Model.tables.office_year.get(name, row)))]));
}

const quantified = ({ numeric, dated, indicators }) => share((numeric ?? 0) + (dated ?? 0), indicators);

function scoresByOffice(table) {
  const rows = table.where(() => true);
  return grouped(rows, (row) => `${table.get("office", row)}|${table.get("year", row)}`);
}

/* The mean score of a department's year over its projects, or null. A unit's score is its projects' mean. */
function scoreOf(office, year, aspect = "score") {
  const table = Model.tables.unit_score;
  const rows = Model.scores.get(`${office}|${year}`) ?? [];
  const projects = sum(rows.map((row) => table.get("projects", row)));
  if (!projects) return null;
  // To two digits as published, so that the grade is that of the score one sees.
  return Number((sum(rows.map((row) => Number(table.get(aspect, row)) * table.get("projects", row))) / projects).toFixed(2));
}

const gradeOf = (score) => (score >= 90 ? "优" : score >= 80 ? "良" : score >= 60 ? "中" : "差");

/* ---- Targets of a kind ---- */

function kindsOfTarget(table) {
  const names = ["level1", "level2", "name", "unit", "counter", "per", "side"];
  return [...grouped(table.where(() => true), (row) => table.get("kind", row))].map(([key, rows]) => ({
    key: String(key), rows, targets: sum(rows.map((row) => table.get("targets", row))),
    ...Object.fromEntries(names.map((name) => [name, table.get(name, rows[0])])),
  })).sort((a, b) => b.targets - a.targets);
}

const isSatisfaction = (kind) => (kind.level1 ?? "").includes("满意") || (kind.level2 ?? "").includes("满意");

/* The kind that people ask for first: satisfaction in per cent, else the commonest. */
const firstKind = (kinds) => kinds.find((kind) => isSatisfaction(kind) && kind.unit === "percent") ?? kinds[0];

function kindLabel(kind) {
  const unit = unitText(kind).trim() || t("unit_none");
  return `${[kind.level1, kind.level2, kind.name].filter(Boolean).join(" › ") || t("no_name")} · ${unit} · ${t(`side_${kind.side}`)}`;
}

/* Targets of a kind as [{figure, targets, office, year}], of one year or all. */
function targetsOf(kind, { year = null, district = null }) {
  const table = Model.tables.target;
  return kind.rows.map((row) => ({ figure: Number(table.get("figure", row)), targets: table.get("targets", row), office: table.get("office", row), year: table.get("year", row) }))
    .filter((one) => (year === null || one.year === year) && (district === null || Model.tables.office.get("district_code", one.office) === district));
}

/* Every figure as often as it is stated, in order. */
const figuresOf = (targets) => targets.flatMap((one) => Array(one.targets).fill(one.figure)).sort((a, b) => a - b);
