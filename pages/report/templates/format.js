"use strict";
/* Numbers, money and places as people read them, in the page's language. */

/* Digits in groups of three; exact, for numbers and for texts with more digits than a number holds. */
function digits(value) {
  const [whole, part] = String(value).split(".");
  const shown = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? shown : `${shown}.${part}`;
}

const number = (value) => (value === null || value === undefined ? "—" : digits(value));

/* Money in fen: 万元 in Chinese, yuan in English, to the last fen. Sums beyond what a number keeps are marked ≈. */
function moneyFigure(fen) {
  if (fen === null || fen === undefined) return "—";
  const about = Number.isSafeInteger(fen) ? "" : "≈";
  const places = Language.isEnglish() ? 2 : 6;
  const text = String(Math.abs(fen)).padStart(places + 1, "0");
  const part = text.slice(-places).replace(/0+$/, "").padEnd(2, "0");
  return `${about}${fen < 0 ? "−" : ""}${digits(text.slice(0, -places))}.${part}`;
}

const money = (fen) => (fen === null || fen === undefined ? t("not_stated") : t("money_with_unit", { figure: moneyFigure(fen) }));

/* Money for a sum that is looked at: to 100 yuan (two digits of 万元) in Chinese, to the yuan in English. */
function moneyRounded(fen) {
  if (fen === null || fen === undefined) return "—";
  return Language.isEnglish() ? digits(Math.round(fen / 100)) : moneyFigure(Math.round(fen / 1e4) * 1e4);
}

const moneySaid = (fen) => (fen === null || fen === undefined ? t("not_stated") : t("money_with_unit", { figure: moneyRounded(fen) }));

/* Money for a chart's axis, in the unit of the language. */
const moneyAmount = (fen) => (fen === null ? null : fen / (Language.isEnglish() ? 100 : 1e6));

/* A share in per cent, or null where there is nothing to share. */
function share(part, whole) {
  return part === null || part === undefined || !whole ? null : (100 * part) / whole;
}

/* A per cent figure to at most two digits after the point. */
function percent(value) {
  return value === null || value === undefined ? "—" : `${String(Number(Number(value).toFixed(2)))}%`;
}

const median = (ordered) => {
  const middle = ordered.length / 2;
  if (!ordered.length) return null;
  return Number.isInteger(middle) ? (ordered[middle - 1] + ordered[middle]) / 2 : ordered[Math.floor(middle)];
};

/* The value below which a share (0–1) of the ordered values lies, between two of them in proportion. */
function quantile(ordered, part) {
  if (!ordered.length) return null;
  const place = (ordered.length - 1) * part;
  const low = Math.floor(place);
  const high = Math.min(low + 1, ordered.length - 1);
  return ordered[low] + (ordered[high] - ordered[low]) * (place - low);
}

/* Where something stood, such as "page 3, table 2, row 4, column 5". */
function place(reference) {
  if (!reference || Language.isEnglish()) return reference ?? "";
  return reference.replace(/\b(page|line|table|row|column|block) (\d+)/g, (_, word, at) => t(`place_${word}`, { at })).replaceAll(", ", " ");
}

/* A finding's message in the page's language: "中文 | English | reason". */
function messageOf(text) {
  const [chinese, english, ...reason] = text.split(" | ");
  return [Language.isEnglish() ? english ?? chinese : chinese, ...reason].join(t("colon"));
}

/* A title "中文 | English" in the page's language. */
function bilingual(text) {
  const [chinese, english] = (text ?? "").split(" | ");
  return Language.isEnglish() ? english ?? chinese : chinese;
}

const yearText = (year) => (year === null ? t("year_unknown") : String(year));

/* ---- What a value means ---- */

/* The meaning of a normalised value, for people: ≥95%, 46,875 yuan a month, by 2025-06-30, in words (assurance). */
function meaning(value) {
  const parts = [];
  if (value.kind === "empty") return t("value_empty");
  if (value.kind === "numeric") parts.push(boundText(value));
  if (value.due || value.start || value.kind === "date") parts.push(dateText(value));
  if (value.worded) parts.push(wordsText(value));
  const notes = [value.inferred && t("unit_inferred"), value.recurrence && value.kind !== "date" && recurrenceText(value)];
  return [...parts, ...notes].filter(Boolean).join(t("meaning_comma"));
}

function boundText(value) {
  const { lower, upper } = value;
  const about = value.approximate ? t("about_figure") : "";
  const unit = unitText(value);
  if (lower === null && upper === null) return t("not_known");
  if (lower === upper) return `${about}${digits(lower)}${unit}`;
  if (upper === null) return `${value.lower_inclusive ? "≥" : ">"} ${about}${digits(lower)}${unit}`;
  if (lower === null) return `${value.upper_inclusive ? "≤" : "<"} ${about}${digits(upper)}${unit}`;
  return `${about}${digits(lower)}${value.lower_inclusive ? "" : t("excluded")}–${digits(upper)}${value.upper_inclusive ? "" : t("excluded")}${unit}`;
}

/* The unit with what the figure is per: %, 元/月/人, 次/季度. */
function unitText({ unit, counter, per }) {
  const name = unit === "count" ? counter ?? "" : unit === null ? "" : t(`unit_${unit}`);
  const spaced = Language.isEnglish() && name && unit !== "percent" ? ` ${name}` : name;
  return spaced + (per ? per.split("|").map((one) => `/${Language.has(`unit_${one}`) ? t(`unit_${one}`) : one}`).join("") : "");
}

function dateText(value) {
  if (value.recurrence) return recurrenceText(value);
  if (value.start && value.due) return t("date_range", { start: value.start, due: value.due });
  if (value.due) return t("date_due", { due: value.due });
  return value.start ? t("date_from", { start: value.start }) : t("not_known");
}

const recurrenceText = (value) => t("recurring", { period: t(`period_${value.recurrence}`) });

function wordsText(value) {
  const kind = value.class ? t(`class_${value.class}`) : t("class_other");
  return value.grade ? t("in_words_graded", { kind, grade: t(`grade_${value.grade}`) }) : t("in_words", { kind });
}

/* ---- Names in charts ---- */

const LINE_WIDTH = 27;
const isWide = (character) => character.codePointAt(0) > 0x2e7f;
const widthOf = (text) => [...text].reduce((total, character) => total + (isWide(character) ? 2 : 1), 0);

/* The name of a chart's bar: its number, which keeps names apart that are cut alike, and the name in lines. */
const barName = (name, place) => `${place}\u0001${wrapped(name)}`;

/* A name in at most two lines of so many half-width characters; what stands after " · " (a year) stays whole. */
function wrapped(name) {
  const [main, ...rest] = name.split(" · ");
  const pieces = main.match(/[\u0020-\u2e7f]+?(?:\s|$|(?=[\u2e80-\uffff]))|[^]/gu) ?? [];
  const lines = [""];
  for (const piece of pieces) {
    if (lines.at(-1) && widthOf(lines.at(-1) + piece.trimEnd()) > LINE_WIDTH) lines.push("");
    lines[lines.length - 1] += piece;
  }
  const most = rest.length ? 1 : 2;
  const kept = lines.slice(0, most).map((line) => line.trimEnd());
  if (lines.length > most) kept[most - 1] = `${kept[most - 1].replace(/.$/u, "")}…`;
  return [...kept, ...rest].join("\n");
}
