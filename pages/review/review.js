"use strict";
/* Brings both sides together: pointing, the keyboard, marks, filters and the file of corrections. */
(() => {
  const data = embedded("review");
  const byId = (id) => document.getElementById(id);
  const valuesOf = new Map();
  const FILTERS = {
    all: () => true,
    findings: (value) => Boolean(value.findings) || Boolean(value.correction),
    doubtful: (value) => Boolean(value.doubtful),
    open: (value) => Marks.state(value.id) === "open",
    wrong: (value) => Marks.state(value.id) === Marks.WRONG,
  };
  let current = null;
  let hovered = 0;

  Marks.load(data);
  for (const value of data.values) {
    for (const spot of value.spots ?? []) valuesOf.set(spot, [...(valuesOf.get(spot) ?? []), value.id]);
  }

  function drawAll() {
    const labels = new Map();
    for (const [spot, ids] of valuesOf) {
      labels.set(spot, ids.map((id) => t("value_of_box", { label: Values.label(data.values[id]), text: Values.said(data.values[id]) })).join("; "));
    }
    for (const spot of data.unread) labels.set(spot, t("group_unread"));
    for (const finding of data.findings) for (const spot of finding.spots) if (!labels.has(spot)) labels.set(spot, Language.isEnglish() ? finding.en : finding.zh);
    Pages.draw(data, labels);
    Values.draw(data);
    for (const value of data.values) paint(value);
    for (const spot of data.unread) Pages.place(spot)?.classList.add("unread");
    head();
    applyFilter();
    const [first] = Values.shown();
    select(current ?? (first && Number(first.dataset.value)), { focus: false });
  }

  function head() {
    const { name, department, year, format } = data.document;
    byId("name").textContent = [department, year].filter(Boolean).join(" ") || name;
    const pages = data.sheets.length;
    byId("facts").textContent = `${name} · ${t(pages ? "document_facts" : "document_facts_unpaged", { format, pages })}`;
    document.title = `${t("review_title")} ${name}`;
    tally();
  }

  function tally() {
    const all = data.values.length, wrong = Marks.count(Marks.WRONG), done = Marks.count(Marks.OK) + wrong;
    Object.assign(byId("progress"), { value: done, max: Math.max(1, all) });
    byId("done").textContent = t("progress", { done, all, wrong });
    byId("save").textContent = t("download", { count: Marks.corrections().length });
    const chosen = byId("filter").value || "all";
    byId("filter").replaceChildren(...Object.entries(FILTERS).map(([name, holds]) =>
      h("option", { value: name, selected: name === chosen }, t(`filter_${name}`, { count: data.values.filter(holds).length }))));
  }

  /* The colour of a value's boxes says its state. */
  function paint(value) {
    const states = (value.spots ?? []).flatMap((spot) => valuesOf.get(spot)).map((id) => data.values[id]);
    for (const spot of value.spots ?? []) {
      const classes = Pages.place(spot)?.classList;
      classes?.toggle("is-wrong", states.some((one) => Marks.state(one.id) === Marks.WRONG));
      classes?.toggle("is-ok", states.every((one) => Marks.state(one.id) === Marks.OK));
      classes?.toggle("has-finding", states.some((one) => one.findings?.some((number) => data.findings[number].severity !== "info")));
      classes?.toggle("is-doubtful", states.some((one) => one.doubtful));
    }
  }

  function applyFilter() {
    Values.filter(FILTERS[byId("filter").value]);
  }

  // --- pointing

  function select(id, { focus = true } = {}) {
    if (id === undefined || id === null) return;
    if (current !== null) Values.node(current)?.setAttribute("tabindex", "-1");
    Values.node(current)?.classList.remove("current");
    current = id;
    const node = Values.node(id);
    node.setAttribute("tabindex", "0");
    node.classList.add("current");
    if (focus) {
      if (document.activeElement !== node && !node.contains(document.activeElement)) node.focus({ preventScroll: true });
      node.scrollIntoView({ block: "nearest" });
    }
    const value = data.values[id];
    Pages.light("current", value.spots ?? [], value.page, focus);
  }

  function step(by, holds = () => true) {
    const shown = Values.shown();
    const start = shown.indexOf(Values.node(current));
    for (let place = start + by; place >= 0 && place < shown.length; place += by) {
      const id = Number(shown[place].dataset.value);
      if (holds(data.values[id])) return select(id);
    }
    return undefined;
  }

  function stepGroup(by) {
    const groups = [...byId("values").querySelectorAll(".group:not([hidden])")].filter((group) => group.querySelector(".value:not([hidden])"));
    const group = groups[groups.indexOf(Values.node(current).closest(".group")) + by];
    if (group) select(Number(group.querySelector(".value:not([hidden])").dataset.value));
  }

  const idAt = (target) => {
    const node = target.closest?.(".value");
    return node ? Number(node.dataset.value) : null;
  };

  byId("values").addEventListener("focusin", (event) => {
    const id = idAt(event.target);
    if (id !== null && id !== current) select(id);
    const pointing = event.target.closest("[data-spots]");
    if (pointing) Pages.light("lit", pointing.dataset.spots.split(" ").map(Number), null, true);
  });

  byId("values").addEventListener("pointerover", (event) => {
    const pointing = event.target.closest("[data-spots]");
    const id = idAt(event.target);
    clearTimeout(hovered);
    hovered = setTimeout(() => {
      if (pointing) Pages.light("lit", pointing.dataset.spots.split(" ").map(Number), null, true);
      else if (id !== null) Pages.light("lit", data.values[id].spots ?? [], data.values[id].page, true);
    }, 120);
  });
  byId("values").addEventListener("pointerleave", () => {
    clearTimeout(hovered);
    Pages.light("lit", [], null, false);
  });

  byId("sheets").addEventListener("pointerover", (event) => {
    const spot = event.target.closest("[data-spot]");
    const ids = spot ? valuesOf.get(Number(spot.dataset.spot)) ?? [] : [];
    for (const node of byId("values").querySelectorAll(".lit")) node.classList.remove("lit");
    for (const id of ids) Values.node(id)?.classList.add("lit");
    if (ids.length) Values.node(ids[0]).scrollIntoView({ block: "nearest" });
  });
  byId("sheets").addEventListener("click", (event) => {
    const spot = event.target.closest("[data-spot]");
    const ids = spot ? valuesOf.get(Number(spot.dataset.spot)) ?? [] : [];
    if (ids.length) select(ids[(ids.indexOf(current) + 1) % ids.length]);
  });

  // --- marks

  function mark(id, state, more = {}) {
    Marks.keep(id, state ? { state, ...more } : null);
    refresh(data.values[id]);
  }

  function refresh(value) {
    Values.fill(value);
    paint(value);
    tally();
    if (value.id === current) Pages.light("current", value.spots ?? [], value.page, false);
  }

  function approve(id) {
    mark(id, Marks.OK);
    Values.node(id).focus({ preventScroll: true });
  }

  function approveRow() {
    const row = Values.node(current)?.closest(".row");
    for (const node of row?.querySelectorAll(".value") ?? []) {
      if (Marks.state(Number(node.dataset.value)) !== Marks.WRONG) mark(Number(node.dataset.value), Marks.OK);
    }
    step(1, (value) => !row.contains(Values.node(value.id)));
  }

  /* The form in which a person writes what the document says. */
  function correct(id) {
    const value = data.values[id], node = Values.node(id), before = Marks.of(id);
    const text = h("textarea", { rows: Math.min(8, (value.text ?? "").split("\n").length + 1), lang: "zh-CN" });
    text.value = before?.corrected ?? value.correction?.corrected ?? value.text ?? "";
    const reason = h("input", { type: "text", lang: "zh-CN" });
    reason.value = before?.reason ?? t("default_reason");
    const done = () => {
      mark(id, Marks.WRONG, { corrected: text.value, reason: reason.value.trim() });
      node.focus();
    };
    const leave = () => {
      Values.fill(value);
      node.focus();
    };
    const form = h("form", { class: "correcting", onsubmit: (event) => {
      event.preventDefault();
      done();
    }, onkeydown: (event) => {
      if (event.key === "Escape") leave();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) done();
    } },
    h("label", {}, h("span", { class: "small" }, t("input_corrected")), text),
    h("label", {}, h("span", { class: "small" }, t("input_reason")), reason),
    h("div", { class: "actions" }, h("button", { type: "submit" }, t("keep")), h("button", { type: "button", onclick: leave }, t("cancel"))));
    node.querySelector("form")?.remove();
    node.querySelector(".said").append(form);
    text.focus();
    if (!text.value.includes("\n")) text.select();
  }

  byId("values").addEventListener("click", (event) => {
    const id = idAt(event.target);
    if (id === null) return;
    const name = event.target.closest("[data-mark]")?.dataset.mark;
    select(id, { focus: !event.target.closest("form, button, a") });
    if (name === "ok") approve(id);
    if (name === "wrong") correct(id);
  });

  // --- keyboard

  const KEYS = {
    j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
    n: () => step(1, FILTERS.findings), o: () => step(1, FILTERS.open),
    c: () => {
      approve(current);
      step(1);
    },
    C: approveRow,
    "]": () => stepGroup(1), "[": () => stepGroup(-1),
    x: () => correct(current),
    u: () => {
      mark(current, null);
      Values.node(current).focus();
    },
    "?": () => byId("keys").showModal(),
  };
  KEYS.Enter = KEYS.c;

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (target.closest("input, textarea, select, form")) return;
    if (key === "Enter" && !target.matches(".value")) return;
    if (key.startsWith("Arrow") && target.closest(".pages")) return;
    if (!Object.hasOwn(KEYS, key) || (current === null && key !== "?")) return;
    event.preventDefault();
    KEYS[key]();
  });

  // --- head

  byId("filter").addEventListener("change", () => {
    applyFilter();
    const [first] = Values.shown();
    if (first) select(Number(first.dataset.value), { focus: false });
  });
  byId("help").addEventListener("click", () => byId("keys").showModal());
  byId("reviewer").addEventListener("change", (event) => {
    try {
      localStorage.setItem("jixiao-reviewer", event.target.value);
    } catch { /* Not kept, then. */ }
  });
  try {
    byId("reviewer").value = localStorage.getItem("jixiao-reviewer") ?? "";
  } catch { /* Nothing kept. */ }

  byId("save").addEventListener("click", () => {
    const count = Marks.corrections().length;
    byId("saving-how").textContent = t(count ? "save_how" : "save_nothing");
    byId("yaml").textContent = Marks.file(byId("reviewer").value.trim());
    byId("copied").textContent = "";
    byId("saving").showModal();
  });
  byId("save-file").addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([byId("yaml").textContent], { type: "application/yaml" }));
    h("a", { href: address, download: Marks.fileName() }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  });
  byId("save-copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(byId("yaml").textContent);
      byId("copied").textContent = t("copied");
    } catch {
      getSelection().selectAllChildren(byId("yaml"));
    }
  });

  Language.onChange(drawAll);
  Language.use(0);
})();
