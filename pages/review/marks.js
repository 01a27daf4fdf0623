"use strict";
/* What a person has marked: kept in the browser while the page is closed, written down as a file of corrections. */
const Marks = (() => {
  const OK = "ok", WRONG = "wrong";
  let store = "";
  let marks = {};
  let data = null;

  function load(given) {
    data = given;
    store = `jixiao-review ${data.document.sha256} ${data.document.reader}`;
    try {
      marks = JSON.parse(localStorage.getItem(store) ?? "{}");
    } catch {
      marks = {};
    }
  }

  function keep(id, mark) {
    if (mark) marks[id] = mark;
    else delete marks[id];
    try {
      localStorage.setItem(store, JSON.stringify(marks));
    } catch { /* A browser that keeps nothing for files: marks last as long as the page is open. */ }
  }

  const of = (id) => marks[id] ?? null;
  const state = (id) => marks[id]?.state ?? "open";
  const isCorrection = (value) => {
    const mark = of(value.id);
    return mark?.state === WRONG && mark.corrected !== undefined && mark.corrected.trim() !== (value.text ?? null);
  };
  const corrections = () => data.values.filter(isCorrection);
  const count = (name) => data.values.filter((value) => state(value.id) === name).length;

  /* A YAML scalar in double quotes. JSON is one, but for signs that YAML wants escaped. */
  const quoted = (text) => JSON.stringify(text)
    .replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  }

  function entry(value, by) {
    const mark = of(value.id);
    const lines = value.correction ? [`# 替代 ${value.correction.entry}，请删除该条 | takes its place: delete that entry`] : [];
    const fields = {
      document: data.document.sha256,
      file: quoted(data.document.name),
      place: quoted(value.place),
      field: value.field,
      ...(value.text === null && value.project ? { project: value.project } : {}),
      read: value.text === null ? "null" : quoted(value.text),
      corrected: quoted(mark.corrected.trim()),
      reason: quoted(mark.reason || "对照原件"),
      ...(by ? { by: quoted(by) } : {}),
      date: today(),
    };
    const [first, ...rest] = Object.entries(fields).map(([name, text]) => `${name}: ${text}`);
    return [...lines, `- ${first}`, ...rest.map((line) => `  ${line}`)].join("\n");
  }

  /* The file: every correction, and as comments what was marked wrong without saying what is right. */
  function file(by) {
    const open = data.values.filter((value) => state(value.id) === WRONG && !isCorrection(value));
    const checked = count(OK) + count(WRONG);
    const head = [
      `# ${JSON.stringify(data.document.name)}`,
      `# ${today()}：已核对 ${checked} / ${data.values.length}，有误 ${count(WRONG)} | checked, wrong`,
      ...open.map((value) => `# 有误，未写明更正 | wrong, not said what is right: ${value.field}, ${value.place}, ${quoted(value.text ?? "")}`),
    ];
    return [...head, ...once(corrections()).map((value) => entry(value, by)), ""].join("\n");
  }

  /* Values from one cell are one correction; the first counts. */
  function once(values) {
    const byKey = new Map();
    for (const value of values) {
      const key = JSON.stringify([value.field, value.place, value.text, value.text === null ? value.project : null]);
      if (!byKey.has(key)) byKey.set(key, value);
    }
    return [...byKey.values()];
  }

  const fileName = () => `${data.document.name.replace(/\.[^.]*$/, "").replace(/[^\p{L}\p{N}._-]+/gu, "_").slice(0, 60)}-${data.document.sha256.slice(0, 8)}.yaml`;

  return { OK, WRONG, load, keep, of, state, count, corrections, file, fileName };
})();
