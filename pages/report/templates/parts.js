"use strict";
/* Pieces that several views are made of. */
const SHOWN_BARS = 20;
const SHOWN_CURVES = 6;
const STAGES = [["march", 3], ["june", 6], ["october", 10], ["december", 12]];

function selection(label, options, value, onchange) {
  const select = h("select", { onchange: (event) => onchange(event.target.value) }, options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)));
  return h("label", { class: "field" }, h("span", { text: t(label) }), select);
}

/* Two or more choices of which one is pressed. */
function choice(label, options, value, onchange) {
  return h("div", { class: "choice", role: "group", "aria-label": t(label) }, options.map(([key, text]) => h("button", { type: "button", "aria-pressed": String(key === value), onclick: () => onchange(key), text })));
}

function tile(label, value, detail, href) {
  const shown = h("dd", {}, h("span", { class: "tile-value", text: value }), detail ? h("span", { class: "tile-detail muted", text: detail }) : null);
  return h("div", { class: "tile" }, h("dt", {}, href ? h("a", { href, text: t(label) }) : t(label)), shown);
}

function severityBadge(severity) {
  const mark = { error: "■", warning: "▲", info: "●" }[severity];
  return h("span", { class: `badge ${severity}` }, h("span", { "aria-hidden": "true" }, `${mark} `), t(`severity_${severity}`));
}

/* Sums as tiles. `found`: the findings where they are not those of the rows alone. */
function tilesOf(rows, { documents = true, found = {} } = {}) {
  const all = { ...totals(rows), ...found };
  const unknown = all.projects - all.budgets_known;
  const states = Object.entries(Model.about.documents).filter(([state]) => state !== "loaded").map(([state, files]) => `${t(`status_${state}`)} ${number(files)}`);
  return h("dl", { class: "tiles" },
    documents ? tile("documents", number(Model.about.counts.document), states.join(t("list_comma"))) : null,
    documents ? tile("departments", number(new Set(rows.map((row) => Model.tables.office_year.get("office", row))).size), null, "#departments") : null,
    tile("projects", number(all.projects ?? 0), null, documents ? "#projects" : null),
    tile("money", moneyRounded(all.budget), [t("money_unit"), unknown ? t("budgets_unknown", { projects: number(unknown) }) : null].filter(Boolean).join(t("list_comma"))),
    tile("indicators", number(all.indicators ?? 0), t("quantified_share", { share: percent(quantified(all)) }), documents ? "#indicators" : null),
    tile("findings", number((all.errors ?? 0) + (all.warnings ?? 0) + (all.infos ?? 0)),
      ["errors", "warnings", "infos"].map((name) => `${t(`severity_${name.slice(0, -1)}`)} ${number(all[name] ?? 0)}`).join(t("list_comma")), documents ? "#findings" : null));
}

/* ---- Money ---- */

function moneyFigureOf(rows, title) {
  const table = Model.tables.office_year;
  const years = new Set(rows.map((row) => table.get("year", row)));
  const offices = [...grouped(rows, (row) => table.get("office", row))].map(([office, own]) => ({ office, own, budget: totals(own).budget }))
    .sort((a, b) => compare(b.budget ?? -1, a.budget ?? -1));
  const shown = offices.filter((one) => one.budget !== null).slice(0, years.size > 1 ? 12 : SHOWN_BARS);
  const marks = shown.flatMap(({ office, own }, at) => own.filter((row) => table.get("budget", row) !== null).map((row, place) => ({
    name: barName(officeLabel(office), at), group: yearText(table.get("year", row)), amount: moneyAmount(table.get("budget", row)), place,
    hint: `${officeLabel(office, yearText(table.get("year", row)))}${t("colon")}${money(table.get("budget", row))}`,
  })));
  const listed = offices.flatMap(({ own }) => own);
  return Charts.figure({
    title, note: shown.length < offices.length ? t("largest_of", { shown: shown.length, all: number(offices.length) }) : null,
    chart: { name: shown.some(({ own }) => own.length > 1) ? "money_by_year" : "money", rows: marks },
    says: shown.length ? t("money_says", { name: officeLabel(shown[0].office), money: moneySaid(shown[0].budget), all: moneySaid(totals(rows).budget) }) : t("nothing_known"),
    table: () => ({
      head: [{ label: t("department") }, { label: t("year") }, { label: t("projects"), number: true }, { label: t("money_column"), number: true }, { label: t("fiscal_column"), number: true }, { label: t("other_column"), number: true }],
      rows: listed.map((row) => [officeLink(table.get("office", row)), yearText(table.get("year", row)), number(table.get("projects", row)), moneyFigure(table.get("budget", row)), moneyFigure(table.get("fiscal", row)), moneyFigure(table.get("other", row))]),
    }),
  });
}

/* ---- Disbursement curves ---- */

/* One department's curves beside its peers, or those of all; `mode` is percent or money. */
function curvesFigure(rows, { title, office = null, mode, onMode }) {
  const table = Model.tables.office_year;
  const known = rows.filter((row) => table.get("planned_budget", row));
  const own = office === null ? known : known.filter((row) => table.get("office", row) === office);
  const crowded = office === null && known.length > SHOWN_CURVES;
  const series = crowded ? [{ name: t("all_together"), ...totals(known) }]
    : own.map((row) => ({ name: officeLabel(table.get("office", row), yearText(table.get("year", row))), ...table.row(row) }));
  const peers = office === null ? known : known.filter((row) => table.get("office", row) !== office);
  const band = mode === "percent" && (crowded || office !== null) && peers.length > 2 ? bandOf(peers) : [];
  const left = sum(rows.map((row) => table.get("projects", row))) - (sum(known.map((row) => table.get("plans_known", row))) ?? 0);
  const listed = office === null ? known : own;
  return Charts.figure({
    title, note: [band.length ? t("band_note", { peers: number(peers.length) }) : null, left > 0 && office === null ? t("plans_left_out", { projects: number(left) }) : null].filter(Boolean).join(" ") || null,
    chart: { name: mode === "percent" ? "percent_curves" : "money_curves", rows: [...band, ...series.flatMap((one) => curveMarks(one, mode))] },
    says: series.length ? series.slice(0, 3).map(curveSays).join(" ") : t("no_plans"),
    controls: [choice("show_as", [["percent", t("as_percent")], ["money", t("as_money")]], mode, onMode)],
    table: () => ({
      head: [{ label: t("department") }, { label: t("year") }, { label: t("planned_column"), number: true }, ...STAGES.flatMap(([, month]) => [{ label: t("month_end", { month }), number: true }, { label: t("month_end_money", { month }), number: true }])],
      rows: listed.map((row) => [officeLink(table.get("office", row)), yearText(table.get("year", row)), moneyFigure(table.get("planned_budget", row)),
        ...STAGES.flatMap(([stage]) => [percent(share(table.get(stage, row), table.get("planned_budget", row))), moneyFigure(table.get(stage, row))])]),
    }),
  });
}

function curveMarks(one, mode) {
  const at = (fen) => (mode === "percent" ? share(fen, one.planned_budget) : moneyAmount(fen));
  const start = { series: one.name, month: 0, amount: 0, hint: one.name };
  return [start, ...STAGES.map(([stage, month]) => ({
    series: one.name, month, amount: at(one[stage]),
    hint: `${one.name} ${t("month_end", { month })}${t("colon")}${percent(share(one[stage], one.planned_budget))} · ${money(one[stage])}`,
  }))];
}

/* Where the middle four fifths of the peers are at each stage. */
function bandOf(rows) {
  const table = Model.tables.office_year;
  return [{ month: 0, low: 0, high: 0 }, ...STAGES.map(([stage, month]) => {
    const shares = rows.map((row) => share(table.get(stage, row), table.get("planned_budget", row))).sort((a, b) => a - b);
    return { month, low: quantile(shares, 0.1), high: quantile(shares, 0.9) };
  })];
}

const curveSays = (one) => t("curve_says", { name: one.name, share: percent(share(one.june, one.planned_budget)), money: moneySaid(one.june), all: moneySaid(one.planned_budget) });

/* ---- Kinds of value, findings, scores ---- */

function stackedFigure({ title, note, name, entries, groups, says, total }) {
  const shown = entries.slice(0, SHOWN_BARS);
  const marks = shown.flatMap((entry, at) => groups.map((group, place) => ({
    name: barName(entry.name, at), group: group.label, amount: entry[group.key] ?? 0, place,
    hint: `${entry.name} · ${group.label}${t("colon")}${number(entry[group.key] ?? 0)}`,
  })));
  return Charts.figure({
    title, note: [note, shown.length < entries.length ? t("first_of", { shown: shown.length, all: number(entries.length) }) : null].filter(Boolean).join(" ") || null, says,
    chart: { name, rows: marks, colours: (palette) => ({ domain: groups.map((group) => group.label), range: groups.map((group) => group.colour(palette)) }) },
    table: () => ({
      head: [{ label: t("name") }, ...groups.map((group) => ({ label: group.label, number: true })), { label: total.label, number: true }],
      rows: entries.map((entry) => [entry.link ?? entry.name, ...groups.map((group) => number(entry[group.key] ?? 0)), total.of(entry)]),
    }),
  });
}

function entriesByOffice(rows) {
  const table = Model.tables.office_year;
  return [...grouped(rows, (row) => table.get("office", row))].map(([office, own]) => ({ name: officeLabel(office), link: officeLink(office), office, ...totals(own) }));
}

function kindsFigure(rows, title) {
  const entries = entriesByOffice(rows).filter((entry) => entry.indicators).sort((a, b) => quantified(a) - quantified(b));
  const colours = { numeric: 0, dated: 2, worded: 1, empty: 6 };
  const groups = Object.entries(colours).map(([key, place]) => ({ key, label: t(`kind_${key}`), colour: (palette) => palette.category[place] }));
  return stackedFigure({
    title, note: entries.length > 1 ? t("kinds_note") : null, name: "kinds", entries, groups,
    says: entries.length ? t(entries.length > 1 ? "kinds_says" : "kinds_says_one", { name: entries[0].name, share: percent(quantified(entries[0])), all: percent(quantified(totals(rows))) }) : t("nothing_known"),
    total: { label: t("quantified_column"), of: (entry) => percent(quantified(entry)) },
  });
}

function severityGroups() {
  const places = { errors: 1, warnings: 4, infos: 0 };
  return Object.entries(places).map(([key, place]) => ({ key, label: t(`severity_${key.slice(0, -1)}`), colour: (palette) => palette.category[place] }));
}

const findingsTotal = (entry) => (entry.errors ?? 0) + (entry.warnings ?? 0) + (entry.infos ?? 0);

/* What a rule of findings says, short: up to where its details begin. */
function ruleTitle(rule) {
  const said = Model.rules[rule];
  return said ? said[Language.isEnglish() ? 1 : 0].replace(/\{\w+\}/g, "…") : rule;
}

/* Findings of a choice by severity, those of no single department too. */
function findingsOf(chosen) {
  const table = Model.tables.finding_rule;
  const found = { errors: 0, warnings: 0, infos: 0 };
  for (const row of table.where((at) => chosen(table.get("office", at), table.get("year", at)))) found[`${table.get("severity", row)}s`] += table.get("findings", row);
  return found;
}

function rulesFigure(chosen, title) {
  const table = Model.tables.finding_rule;
  const rows = table.where((row) => chosen(table.get("office", row), table.get("year", row)));
  const entries = [...grouped(rows, (row) => table.get("rule", row))].map(([rule, own]) => {
    const entry = { name: ruleTitle(rule), link: hasRows("finding") ? h("a", { href: `#findings?rule=${rule}`, text: ruleTitle(rule) }) : ruleTitle(rule) };
    for (const row of own) entry[`${table.get("severity", row)}s`] = (entry[`${table.get("severity", row)}s`] ?? 0) + table.get("findings", row);
    return entry;
  }).sort((a, b) => findingsTotal(b) - findingsTotal(a));
  return stackedFigure({
    title, name: "findings", entries, groups: severityGroups(), total: { label: t("findings"), of: (entry) => number(findingsTotal(entry)) },
    says: entries.length ? t("rules_says", { rule: entries[0].name, findings: number(findingsTotal(entries[0])) }) : t("no_findings"),
  });
}

function findingsByOfficeFigure(rows, title) {
  const entries = entriesByOffice(rows).filter(findingsTotal).sort((a, b) => findingsTotal(b) - findingsTotal(a));
  return stackedFigure({
    title, name: "findings", entries, groups: severityGroups(), total: { label: t("findings"), of: (entry) => number(findingsTotal(entry)) },
    says: entries.length ? t("offices_findings_say", { name: entries[0].name, findings: number(findingsTotal(entries[0])) }) : t("no_findings"),
  });
}

function scoresFigure(rows, title) {
  const table = Model.tables.office_year;
  const entries = rows.map((row) => ({ office: table.get("office", row), year: table.get("year", row) }))
    .map((one) => ({ ...one, score: scoreOf(one.office, one.year), name: officeLabel(one.office, yearText(one.year)) }))
    .filter((one) => one.score !== null).sort((a, b) => a.score - b.score);
  const shown = entries.slice(0, SHOWN_BARS);
  const aspects = ["completeness", "relevance", "fitness", "feasibility"];
  return Charts.figure({
    title, note: [t("scores_note"), shown.length < entries.length ? t("lowest_of", { shown: shown.length, all: number(entries.length) }) : null].filter(Boolean).join(" "),
    chart: { name: "scores", rows: shown.map((one, place) => ({ name: barName(one.name, place), amount: one.score, place, hint: `${one.name}${t("colon")}${one.score.toFixed(2)} ${gradeOf(one.score)}` })) },
    says: shown.length ? t("scores_say", { name: shown[0].name, score: shown[0].score.toFixed(2), grade: gradeOf(shown[0].score) }) : t("no_scores"),
    table: () => ({
      head: [{ label: t("department") }, { label: t("year") }, { label: t("score"), number: true }, { label: t("grade") }, ...aspects.map((aspect) => ({ label: t(`aspect_${aspect}`), number: true }))],
      rows: entries.map((one) => [officeLink(one.office), yearText(one.year), one.score.toFixed(2), gradeOf(one.score), ...aspects.map((aspect) => scoreOf(one.office, one.year, aspect).toFixed(2))]),
    }),
  });
}
