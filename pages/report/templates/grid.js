"use strict";
/* A table of any length: only the rows in sight are made. Arrow keys, Page Up and Down, Home and End move between rows. */
const ROW_HEIGHT = 40;
const BEYOND = 8;

/* More different texts than this are put in the order of their characters: the order of a dictionary would take seconds. */
const COLLATED = 50000;

/* The place of each value among the different ones; null comes last either way. */
function ranked(values, down) {
  const different = [...new Set(values)].filter((value) => value !== null);
  const order = different.length > COLLATED && typeof different[0] === "string" ? undefined : compare;
  different.sort(order);
  if (down) different.reverse();
  const places = new Map(different.map((value, place) => [value, place]));
  return values.map((value) => (value === null ? different.length : places.get(value)));
}

class Grid {
  /* columns: {key, label, cell(row), order(row)?, width, narrow?, number?}; the first column's cell holds the row's link.
     label: key of the words that name the table. */
  constructor({ columns, label, height }) {
    this.all = columns;
    this.rows = [];
    this.shown = new Map();
    this.active = 0;
    this.sorted = null;
    this.head = h("div", { role: "rowgroup", class: "grid-head" });
    this.body = h("div", { role: "rowgroup", class: "grid-body" });
    this.node = h("div", { role: "grid", "data-print": t("print_note"), class: "grid", "aria-label": t(label), "aria-readonly": "true", tabindex: "-1" }, this.head, this.body);
    this.node.style.setProperty("--row", `${ROW_HEIGHT}px`);
    if (height) this.node.style.maxHeight = height;
    this.node.addEventListener("scroll", () => this.draw(), { passive: true });
    this.node.addEventListener("keydown", (event) => this.onKey(event));
    this.body.addEventListener("focusin", (event) => this.onFocus(event));
    new ResizeObserver(() => this.fit()).observe(this.node);
  }

  show(rows) {
    this.rows = rows;
    this.active = 0;
    this.node.scrollTop = 0;
    this.sort();
  }

  fit() {
    const narrow = this.node.clientWidth < 640;
    const columns = this.all.filter((column) => !narrow || column.narrow);
    const same = this.columns && columns.length === this.columns.length;
    this.columns = columns;
    const widths = columns.map((column) => (narrow ? column.narrow : column.width));
    this.node.style.setProperty("--columns", widths.join(" "));
    this.node.style.setProperty("--least", `${sum(widths.map((width) => Number(/[\d.]+/.exec(width)[0])))}rem`);
    if (!same) this.header();
    this.redraw();
  }

  header() {
    this.node.setAttribute("aria-colcount", this.columns.length);
    this.head.replaceChildren(h("div", { role: "row", "aria-rowindex": "1", class: "grid-row" }, this.columns.map((column) => this.headerCell(column))));
  }

  headerCell(column) {
    const label = column.text ?? t(column.label);
    const state = this.sorted?.column === column ? (this.sorted.down ? "descending" : "ascending") : "none";
    const mark = { none: "", ascending: " ▲", descending: " ▼" }[state];
    return h("div", { role: "columnheader", "aria-sort": column.order ? state : null, class: column.number ? "number" : null, title: label },
      column.order ? h("button", { type: "button", class: "sort", onclick: () => this.sortBy(column) }, label, h("span", { "aria-hidden": "true" }, mark)) : label);
  }

  sortBy(column) {
    const down = this.sorted?.column === column ? !this.sorted.down : Boolean(column.number);
    this.sorted = { column, down };
    this.header();
    this.head.querySelectorAll("[role=columnheader]")[this.columns.indexOf(column)].querySelector("button").focus();
    this.node.scrollTop = 0;
    this.sort();
  }

  /* Sorts by the chosen column; what is not there comes last either way. */
  sort() {
    this.order = this.rows;
    if (this.sorted) {
      const { column, down } = this.sorted;
      const ranks = ranked(this.rows.map((row) => column.order(row) ?? null), down);
      this.order = this.rows.map((row, at) => [ranks[at], row]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, row]) => row);
    }
    this.node.setAttribute("aria-rowcount", this.order.length + 1);
    this.body.style.height = `${this.order.length * ROW_HEIGHT}px`;
    this.redraw();
  }

  redraw() {
    if (!this.columns || !this.order) return;
    const held = this.body.contains(document.activeElement);
    this.shown.clear();
    this.body.replaceChildren();
    this.draw();
    if (held) this.focus(this.active);
  }

  draw() {
    if (!this.columns || !this.order) return;
    const first = Math.max(0, Math.floor(this.node.scrollTop / ROW_HEIGHT) - BEYOND);
    const last = Math.min(this.order.length, first + Math.ceil(this.node.clientHeight / ROW_HEIGHT) + 2 * BEYOND);
    const wanted = new Set();
    for (let at = first; at < last; at += 1) wanted.add(at);
    if (this.order.length) wanted.add(Math.min(this.active, this.order.length - 1));
    for (const [at, node] of this.shown) {
      if (!wanted.has(at)) { node.remove(); this.shown.delete(at); }
    }
    for (const at of [...wanted].sort((a, b) => a - b)) if (!this.shown.has(at)) this.insert(at);
  }

  /* Adds a row where it belongs among those that are there, so that they are read in their order. */
  insert(at) {
    const row = this.order[at];
    const cells = this.columns.map((column, place) => this.cell(column, row, at, place));
    const node = h("div", { role: "row", "aria-rowindex": at + 2, class: "grid-row" }, cells);
    node.style.transform = `translateY(${at * ROW_HEIGHT}px)`;
    node.dataset.at = at;
    let next = null;
    for (const other of this.body.children) if (Number(other.dataset.at) > at) { next = other; break; }
    this.body.insertBefore(node, next);
    this.shown.set(at, node);
  }

  cell(column, row, at, place) {
    const node = h("div", { role: "gridcell", class: column.number ? "number" : null }, column.cell(row));
    const text = node.textContent;
    if (text.length > 12) node.title = text;
    const link = node.querySelector("a");
    if (link) link.tabIndex = place === 0 && at === this.active ? 0 : -1;
    else if (place === 0) node.tabIndex = at === this.active ? 0 : -1;
    return node;
  }

  target(node) {
    const first = node.firstElementChild;
    return first.querySelector("a") ?? first;
  }

  focus(at) {
    const previous = this.shown.get(this.active);
    this.active = at;
    const top = at * ROW_HEIGHT;
    const room = this.node.clientHeight - this.head.offsetHeight - ROW_HEIGHT;
    if (top < this.node.scrollTop) this.node.scrollTop = top;
    else if (top > this.node.scrollTop + room) this.node.scrollTop = top - room;
    this.draw();
    if (previous?.isConnected) this.target(previous).tabIndex = -1;
    const wanted = this.target(this.shown.get(at));
    wanted.tabIndex = 0;
    wanted.focus({ preventScroll: true });
  }

  onFocus(event) {
    const node = event.target.closest("[role=row]");
    if (!node || Number(node.dataset.at) === this.active) return;
    const previous = this.shown.get(this.active);
    if (previous) this.target(previous).tabIndex = -1;
    this.active = Number(node.dataset.at);
    this.target(node).tabIndex = 0;
  }

  onKey(event) {
    if (!this.body.contains(event.target) || !this.order.length) return;
    const page = Math.max(1, Math.floor(this.node.clientHeight / ROW_HEIGHT) - 2);
    const last = this.order.length - 1;
    const to = { ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + page, PageUp: this.active - page, Home: 0, End: last }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.focus(Math.max(0, Math.min(last, to)));
  }
}
