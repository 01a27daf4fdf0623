"use strict";
/* A project's own view: goal, money, plan, score, and its indicators verbatim beside what they mean. */
function projectView(key, query) {
  const row = Model.projectByKey.get(key);
  if (row === undefined) return missing();
  const project = Model.tables.project.row(row);
  const marked = query.has("indicator") ? Number(query.get("indicator")) : null;
  return [
    h("nav", { class: "crumbs", "aria-label": t("you_are_here") }, h("a", { href: "#projects", text: t("projects") }), " › ", officeLink(project.office)),
    h("h1", { tabindex: "-1" }, project.name === null ? t("no_name") : original(project.name)),
    projectFacts(project),
    h("div", { class: "figures" }, verbatim("goal", project.goal), verbatim("usage", project.usage)),
    indicatorSection(row, marked),
    h("div", { class: "figures" }, planCard(project), projectScore(row, project)),
    projectFindings(row),
  ];
}

function projectFacts(project) {
  const code = project.code === null ? t("not_stated") : h("span", {}, h("code", { text: project.code }), " ", project.code_valid === false ? h("span", { class: "badge warning", text: t("code_invalid") }) : null);
  const facts = [
    ["year", yearText(project.year)], ["unit", original(project.unit ?? t("not_stated"))], ["code", code],
    ["budget", money(project.budget)], ["fiscal", money(project.fiscal)], ["other", money(project.other)],
    ["place", h("span", {}, documentLink(project.document, project.place), " ", h("span", { class: "muted", text: place(project.place) }))],
  ];
  return h("dl", { class: "facts" }, facts.map(([label, value]) => h("div", {}, h("dt", { text: t(label) }), h("dd", {}, value))));
}

function verbatim(label, text) {
  return h("section", { class: "card", "aria-label": t(label) }, h("h3", { text: t(label) }), text === null ? h("p", { class: "muted", text: t("not_stated") }) : h("p", { class: "verbatim", lang: "zh-CN", text }));
}

function indicatorSection(project, marked) {
  if (!hasRows("indicator")) return h("section", {}, h("h2", { text: t("indicators") }), noticeLeftOut());
  const table = Model.tables.indicator;
  const rows = table.where((row) => table.get("project", row) === project);
  const head = ["level3", "value_verbatim", "value_meaning", "basis", "place"].map((label) => h("th", { scope: "col", text: t(label) }));
  return h("section", { "aria-label": t("indicators") }, h("h2", { text: `${t("indicators")} (${rows.length})` }),
    h("div", { class: "scroll card", tabindex: "0", role: "region", "aria-label": t("indicators") },
      h("table", { class: "indicators" }, h("caption", { class: "visually-hidden", text: t("indicators_caption") }), h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows.map((row) => indicatorRow(row, row === marked))))));
}

function indicatorRow(row, marked) {
  const one = Model.tables.indicator.row(row);
  const written = [one.operator, one.value, one.measure_unit].filter(Boolean).join(" ");
  return h("tr", { class: marked ? "marked" : null, "aria-current": marked ? "true" : null },
    h("th", { scope: "row" }, h("div", { class: "muted small", lang: "zh-CN", text: [one.level1, one.level2].filter(Boolean).join(" › ") }), original(one.level3 ?? t("not_stated")), one.description ? h("div", { class: "muted small", lang: "zh-CN", text: one.description }) : null),
    h("td", { class: "as-written", lang: "zh-CN", text: written || t("not_stated") }),
    h("td", {}, h("div", { text: meaning(one) }), furtherBounds(row), one.rule ? h("div", { class: "muted small", title: one.rule, text: `${t("read_by")} ${one.rule}` }) : null),
    h("td", { class: "small", lang: "zh-CN", text: one.basis ?? "" }),
    h("td", { class: "small muted", text: place(one.place) }));
}

function furtherBounds(indicator) {
  const table = Model.tables.bound;
  if (!table) return null;
  return table.where((row) => table.get("indicator", row) === indicator).map((row) => {
    const bound = table.row(row);
    return h("div", {}, bound.name ? original(`${bound.name} `) : null, meaning(bound));
  });
}

function planCard(project) {
  const head = ["stage", "as_written", "cumulative_share", "cumulative_money"].map((label, place) => h("th", { scope: "col", class: place > 1 ? "number" : null, text: t(label) }));
  const rows = STAGES.map(([stage, month]) => h("tr", {}, h("th", { scope: "row", text: t("month_end", { month }) }),
    h("td", { class: "as-written", text: project[`stated_${stage}`] ?? t("not_stated") }), h("td", { class: "number", text: percent(project[stage]) }),
    h("td", { class: "number", text: planMoney(project, stage) })));
  return h("section", { class: "card", "aria-label": t("plan") }, h("h3", { text: t("plan") }),
    project.plan_basis === null ? h("p", { class: "muted", text: t("no_plan") }) : [h("p", { class: "muted small", text: t(`basis_${project.plan_basis}`) }),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("plan") }, h("table", {}, h("caption", { class: "visually-hidden", text: t("plan") }), h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)))]);
}

const planMoney = (project, stage) => moneyFigure(project[`${stage}_money`]);

function projectScore(row, project) {
  const aspects = ["completeness", "relevance", "fitness", "feasibility"];
  if (project.score === null) return h("section", { class: "card", "aria-label": t("score") }, h("h3", { text: t("score") }), h("p", { class: "muted", text: t("no_scores") }));
  const table = Model.tables.deduction;
  const rules = new Map(Model.tables.score_rule.where(() => true).map((at) => [Model.tables.score_rule.get("rule", at), at]));
  const lost = table.where((at) => table.get("project", at) === row);
  const head = [{ label: t("score_rule") }, { label: t("aspect") }, { label: t("points_lost"), number: true }, { label: t("share_met"), number: true }];
  const cells = lost.map((at) => {
    const rule = rules.get(table.get("rule", at));
    const title = rule === undefined ? table.get("rule", at) : bilingual(Model.tables.score_rule.get("title", rule));
    return [title, rule === undefined ? "" : t(`aspect_${Model.tables.score_rule.get("aspect", rule)}`), number(table.get("points", at)), percent(100 * table.get("share_met", at))];
  });
  return h("section", { class: "card", "aria-label": t("score") }, h("h3", {}, `${t("score")} ${number(project.score)} `, gradeBadge(project.grade)),
    h("p", { class: "muted small", text: aspects.map((aspect) => `${t(`aspect_${aspect}`)} ${number(project[aspect])}`).join(t("list_comma")) }),
    cells.length ? longTable(t("points_lost"), { head, rows: cells }) : null);
}

function projectFindings(project) {
  if (!hasRows("finding")) return null;
  const table = Model.tables.finding;
  const rows = table.where((row) => table.get("project", row) === project);
  const head = [{ label: t("severity") }, { label: t("finding") }, { label: t("value_verbatim") }, { label: t("place") }];
  const cells = rows.map((row) => [severityBadge(table.get("severity", row)), messageOf(table.get("message", row)), original(table.get("value", row) ?? ""), place(table.get("place", row))]);
  return h("section", { class: "card", "aria-label": t("findings") }, h("h3", { text: `${t("findings")} (${rows.length})` }),
    rows.length ? longTable(t("findings"), { head, rows: cells }) : h("p", { class: "muted", text: t("no_findings") }));
}
