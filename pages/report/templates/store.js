"use strict";
/* The embedded tables: columns, read by row number. */
class Table {
  constructor({ rows, columns }) {
    this.rows = rows;
    this.columns = columns;
  }

  get(name, row) {
    const column = this.columns[name];
    if (Array.isArray(column)) return column[row];
    const number = column.numbers[row];
    return number < 0 ? null : column.values[number];
  }

  row(row) {
    return Object.fromEntries(Object.keys(this.columns).map((name) => [name, this.get(name, row)]));
  }

  /* Row numbers for which a test of the row number holds. */
  where(test) {
    const found = [];
    for (let row = 0; row < this.rows; row += 1) if (test(row)) found.push(row);
    return found;
  }

  /* The values of a column that stand in at least one row, each once, in their order. */
  values(name) {
    const column = this.columns[name];
    const all = Array.isArray(column) ? [...new Set(column)] : column.values;
    return all.filter((value) => value !== null).sort((a, b) => compare(a, b));
  }

  /* A test of row numbers: the column's text matches. Repeated texts are matched once. */
  matching(name, pattern) {
    const column = this.columns[name];
    if (Array.isArray(column)) return (row) => column[row] !== null && pattern.test(column[row]);
    const hits = column.values.map((value) => pattern.test(value));
    return (row) => column.numbers[row] >= 0 && hits[column.numbers[row]];
  }

  /* A test of row numbers: the column has this value. */
  equal(name, value) {
    const column = this.columns[name];
    if (Array.isArray(column)) return (row) => column[row] === value;
    const number = column.values.indexOf(value);
    return (row) => column.numbers[row] === number;
  }
}

const collator = new Intl.Collator("zh-CN", { numeric: true });

/* Order of numbers and texts; what is not there comes last. */
function compare(a, b) {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return typeof a === "string" ? collator.compare(a, b) : a - b;
}

/* Patterns for what was typed: every word must match, in any case, in full or half width. */
function searchPatterns(typed) {
  return typed.normalize("NFKC").trim().split(/\s+/).filter(Boolean)
    .map((word) => new RegExp([...word].map(anyWidth).join(""), "iu"));
}

function anyWidth(character) {
  const code = character.codePointAt(0);
  const escaped = character.replace(/[\\^$.*+?()[\]{}|/-]/u, "\\$&");
  if (code <= 0x20 || code > 0x7e) return escaped;
  return `(?:${escaped}|${String.fromCodePoint(code + 0xfee0)})`;
}

/* Row numbers that pass every test; `words` must each match in one of the columns. */
function searched(table, typed, columns, tests) {
  const wanted = searchPatterns(typed).map((pattern) => columns.map((name) => table.matching(name, pattern)));
  const passes = (row) => tests.every((test) => test(row)) && wanted.every((any) => any.some((test) => test(row)));
  return table.where(passes);
}

const sum = (values) => values.reduce((total, value) => (value === null ? total : (total ?? 0) + value), null);

/* Rows grouped by a key, in the order in which the keys come. */
function grouped(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  return groups;
}
