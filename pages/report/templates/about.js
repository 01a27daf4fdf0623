"use strict";
/* What the figures are, what the findings and the scores rest on, and how to move without a mouse. */
function aboutView() {
  const score = Model.tables.score_rule;
  const scoreHead = [{ label: t("score_rule") }, { label: t("aspect") }, { label: t("weight"), number: true }, { label: t("source") }];
  const scoreRows = score.where(() => true).map((row) => [bilingual(score.get("title", row)), t(`aspect_${score.get("aspect", row)}`), number(score.get("weight", row)), original(bilingual(score.get("source", row)))]);
  const rules = Object.entries(Model.rules).map(([name, said]) => [h("code", { text: name }), said[Language.isEnglish() ? 1 : 0].replace(/\{\w+\}/g, "…")]);
  return [
    h("h1", { tabindex: "-1", text: t("about") }),
    h("section", { class: "card" }, ["about_money", "about_verbatim", "about_curves", "about_peers", "about_scores", "about_keys", "about_offline"].map((key) => h("p", { text: t(key) }))),
    h("section", { class: "card" }, h("h2", { text: t("score_rules") }), scoreRows.length ? longTable(t("score_rules"), { head: scoreHead, rows: scoreRows }) : h("p", { class: "muted", text: t("no_scores") })),
    h("section", { class: "card" }, h("h2", { text: t("finding_rules") }), longTable(t("finding_rules"), { head: [{ label: t("rule") }, { label: t("meaning") }], rows: rules })),
  ];
}
