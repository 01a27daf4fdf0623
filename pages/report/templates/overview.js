"use strict";
/* The first view: everything the page covers, in sums and charts. */
const Chosen = { year: null, district: null, mode: "percent", kind: null };

function yearOptions() {
  return [["", t("all_years")], ...Model.years.map((year) => [String(year), String(year)])];
}

function districtOptions() {
  return [["", t("all_districts")], ...Model.districts.map(([code, name]) => [code, name ? `${name} ${code}` : code])];
}

function overviewFilters(refresh) {
  const several = Model.years.length > 1 || Model.districts.length > 1;
  if (!several) return null;
  return h("div", { class: "filters no-print" },
    Model.years.length > 1 ? selection("year", yearOptions(), String(Chosen.year ?? ""), (value) => { Chosen.year = value ? Number(value) : null; refresh("year"); }) : null,
    Model.districts.length > 1 ? selection("district", districtOptions(), Chosen.district ?? "", (value) => { Chosen.district = value || null; refresh("district"); }) : null);
}

function noticeLeftOut() {
  const { left_out: left, counts } = Model.about;
  if (!left.length) return null;
  const tables = left.filter((name) => name !== "target").map((name) => t("rows_left_out", { name: t(`${name}s`), rows: number(counts[name]) })).join(t("list_comma"));
  return h("div", { class: "notice", role: "note" }, tables ? h("p", { text: t("left_out", { tables }) }) : null,
    left.includes("target") ? h("p", { text: t("targets_left_out") }) : null, h("p", {}, h("code", { text: "jixiao report --year 2025 --district 130202" })));
}

function quarantinedList() {
  const table = Model.tables.document;
  const rows = table.where(table.equal("status", "quarantined"));
  if (!rows.length) return null;
  const head = [{ label: t("document") }, { label: t("year") }, { label: t("reason") }];
  return h("details", { class: "card" }, h("summary", { text: t("quarantined_files", { files: number(rows.length) }) }),
    longTable(t("quarantined_files", { files: number(rows.length) }), { head, rows: rows.map((row) => [documentLink(row), yearText(table.get("fiscal_year", row)), messageOf(table.get("error", row) ?? "")]) }));
}

function overview(refresh) {
  const rows = officeYears(Chosen);
  const offices = new Set(rows.map((row) => Model.tables.office_year.get("office", row)));
  const kinds = Chosen.year === null && Chosen.district === null ? Model.kinds : Model.kinds.map((kind) => ({ ...kind, targets: sum(targetsOf(kind, Chosen).map((one) => one.targets)) })).filter((kind) => kind.targets);
  const chosen = kinds.find((kind) => kind.key === Chosen.kind) ?? firstKind(kinds) ?? null;
  const ofScope = (office, year) => (Chosen.year === null || year === Chosen.year) && (Chosen.district === null || offices.has(office));
  return [
    h("h1", { tabindex: "-1", text: t("overview_title") }),
    h("p", { class: "muted", text: t("scope_says", { years: Model.years.join(t("list_comma")) || "—", districts: Model.districts.slice(0, 6).map(([code, name]) => name ?? code).join(t("list_comma")) + (Model.districts.length > 6 ? t("and_more", { all: Model.districts.length }) : ""), published: Model.about.published }) }),
    noticeLeftOut(),
    overviewFilters(refresh),
    tilesOf(rows, { found: findingsOf(ofScope) }),
    quarantinedList(),
    section("section_money", moneyFigureOf(rows, t("money_title")), curvesFigure(rows, { title: t("curves_title"), mode: Chosen.mode, onMode: (mode) => { Chosen.mode = mode; refresh("show_as"); } })),
    section("section_targets", targetsFigure({ title: t("targets_title"), kinds, chosen, filter: Chosen, onKind: (kind) => { Chosen.kind = kind; refresh("kind_of_indicator"); } }), kindsFigure(rows, t("kinds_title"))),
    section("section_quality", scoresFigure(rows, t("scores_title")), findingsByOfficeFigure(rows, t("findings_title")), rulesFigure(ofScope, t("rules_title"))),
  ];
}

function section(title, ...parts) {
  return h("section", { "aria-label": t(title) }, h("h2", { text: t(title) }), h("div", { class: "figures" }, parts));
}
