"use strict";
/* The values' side: groups, rows and values with their meaning, findings and marks. */
const Values = (() => {
  const root = document.getElementById("values");
  const nodes = new Map();
  const SURE = 0.98;
  let data = null;

  const label = (value) => t(value.field, { month: value.month });
  const said = (value) => value.text === null ? t("not_read") : value.text === "" ? t("blank_cell") : value.text;

  function draw(given) {
    data = given;
    nodes.clear();
    root.replaceChildren(...(data.document.quarantined ? [h("p", { class: "notice" }, t("quarantined"))] : []));
    for (const group of data.groups) root.append(groupNode(group));
    const loose = data.findings.filter((finding) => finding.value === null && !shownWithProject(finding));
    if (loose.length) root.append(section("group_findings", {}, "", loose.map(findingNode)));
    if (data.unread.length) root.append(section("group_unread", {}, "", [
      h("p", { class: "small muted" }, t("unread_why")), ...data.unread.map(unreadNode)]));
    root.append(h("p", { class: "muted nothing", hidden: true }, t("nothing_shown")));
  }

  const shownWithProject = (finding) => finding.project && data.groups.some((group) => group.number === finding.project);

  function section(key, values, title, children) {
    return h("section", { class: "group" },
      h("h2", {}, h("span", {}, t(key, values)), " ", original(title)), children);
  }

  function groupNode(group) {
    const own = data.findings.filter((one) => one.value === null && group.number && one.project === group.number);
    return section(`group_${group.kind}`, { number: group.number }, group.title ?? "",
      [...own.map(findingNode), ...group.rows.map((row) => rowNode(row))]);
  }

  function rowNode(row) {
    const [kind, number] = row.row.split(" ");
    const seen = [], fresh = [];
    for (const id of row.values) (nodes.has(id) ? seen : fresh).push(id);
    const heading = kind === "fields" ? null : h("h3", { class: "small" }, t(`row_${kind}`, { number }), " ",
      h("span", { class: "muted levels" }, seen.map((id) => again(data.values[id]))));
    return h("div", { class: `row ${kind}`, "data-row": row.values.join(" ") }, heading,
      fresh.map((id) => valueNode(data.values[id])));
  }

  /* A merged cell told with a row above: its words, and the way there. */
  function again(value) {
    return h("a", { href: `#value-${value.id}`, class: "again", lang: "zh-CN", onclick: (event) => {
      event.preventDefault();
      nodes.get(value.id).focus();
    } }, said(value));
  }

  function valueNode(value) {
    const node = h("div", { class: "value", id: `value-${value.id}`, role: "group", tabindex: "-1", "data-value": value.id });
    nodes.set(value.id, node);
    fill(value);
    return node;
  }

  /* Draws one value anew. */
  function fill(value) {
    const node = nodes.get(value.id);
    const mark = Marks.of(value.id);
    const state = Marks.state(value.id);
    node.dataset.state = state;
    node.classList.toggle("is-corrected", Boolean(value.correction));
    node.setAttribute("aria-label", `${label(value)}${t("colon")}${said(value)} (${t(`state_${state}`)})`);
    node.replaceChildren(
      h("span", { class: "label small" }, label(value)),
      h("div", { class: "said" },
        value.text ? original(value.text, { class: "text" }) : h("span", { class: "text none" }, said(value)),
        badge(value), meaning(value), kept(value), correction(value, mark),
        findingsOf(value).map(findingNode)),
      h("div", { class: "marks" },
        button("mark_ok", "ok", state === "ok", "c"), button("mark_wrong", "wrong", state === "wrong", "x")));
  }

  function button(key, name, pressed, shortcut) {
    return h("button", {
      type: "button", "data-mark": name, "aria-pressed": String(pressed), "aria-keyshortcuts": shortcut,
      "aria-label": t(key), title: `${t(key)} (${shortcut})`,
    }, name === "ok" ? "✓" : "✗");
  }

  function badge(value) {
    if (value.doubtful) return h("span", { class: "badge warning" }, t("doubtful", { confidence: value.confidence }));
    return value.confidence === undefined || value.confidence >= SURE ? null : h("span", { class: "muted tiny" }, t("confidence", { confidence: value.confidence }));
  }

  function meaning(value) {
    if (!value.meaning) return null;
    return h("ul", { class: "meaning small" }, value.meaning.map((item) => h("li", {}, word(item))));
  }

  /* An item of a meaning: words of the page, themselves with words of the page in them, or a text of the document. */
  function word(item) {
    if (typeof item === "string") return original(item);
    const [key, values] = item;
    const filled = Object.entries(values).map(([name, text]) => [name, own(name, text)]);
    return t(key, Object.fromEntries(filled)).trim();
  }

  function own(name, text) {
    return (name === "kind" || name === "unit") && Language.has(text) ? t(text) : text;
  }

  function kept(value) {
    if (!value.correction) return null;
    const { corrected, reason, entry } = value.correction;
    return h("p", { class: "corrected small" }, t("corrected_to"), t("colon"), original(corrected || t("blank_cell"), { class: "text" }),
      h("span", { class: "muted" }, " ", t("correction_kept", { entry, reason })));
  }

  function correction(value, mark) {
    if (mark?.state !== Marks.WRONG) return null;
    const isSaid = Marks.corrections().includes(value);
    return h("p", { class: "corrected small" }, isSaid
      ? [t("corrected_to"), t("colon"), original(mark.corrected.trim() || t("blank_cell"), { class: "text" }), h("span", { class: "muted" }, ` ${mark.reason}`)]
      : t("correction_needed"));
  }

  /* Those of a value, but for the one that says what the correction beside it says already. */
  function findingsOf(value) {
    const own = (value.findings ?? []).map((number) => data.findings[number]);
    return value.correction ? own.filter((finding) => finding.rule !== "corrected") : own;
  }

  function findingNode(finding) {
    const words = Language.isEnglish() ? finding.en : finding.zh;
    const isPointing = finding.spots.length > 0;
    return h(isPointing ? "button" : "p", {
      class: "finding small", type: isPointing ? "button" : null, "data-spots": isPointing ? finding.spots.join(" ") : null,
    }, h("span", { class: `badge ${finding.severity}` }, t(`severity_${finding.severity}`)), " ", words,
    finding.text ? original(` ${finding.text}`, { class: "text" }) : null);
  }

  function unreadNode(spot) {
    const place = Pages.place(spot);
    const text = data.unreadTexts[spot] ?? place?.textContent ?? "";
    return h("button", { type: "button", class: "finding small", "data-spots": String(spot) }, original(text, { class: "text" }));
  }

  /* Shows the values that `isShown` holds for, and groups and rows that have any. */
  function filter(isShown) {
    let shown = 0;
    for (const [id, node] of nodes) {
      node.hidden = !isShown(data.values[id]);
      shown += !node.hidden;
    }
    const isWhole = shown === nodes.size;
    for (const part of root.querySelectorAll(".row, .group")) {
      part.hidden = !isWhole && !part.querySelector(".value:not([hidden])");
    }
    root.querySelector(".nothing").hidden = shown > 0;
  }

  return { draw, fill, filter, label, said, node: (id) => nodes.get(id), shown: () => [...nodes.values()].filter((node) => !node.hidden) };
})();
