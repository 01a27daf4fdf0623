"use strict";
/* Figures: a chart drawn by Vega, a sentence that says the same, and the data as a table. */
const Charts = (() => {
  const specifications = embedded("charts");
  const drawn = new Set();
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const tip = h("div", { class: "chart-tip", role: "presentation", hidden: true });
  document.body.append(tip);

  /* Colours that people with colour vision deficiencies tell apart (after Okabe and Ito), for light and dark. */
  const PALETTES = {
    light: { category: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a5c00", "#3a8fc7", "#4b4b4b", "#8c2d04"], peers: "#b4bcc5" },
    dark: { category: ["#56b4e9", "#e69f00", "#2fc79a", "#e0a0c4", "#f0e442", "#7aa6ff", "#c8c8c8", "#ff9d6e"], peers: "#56616d" },
  };

  const palette = () => PALETTES[dark.matches ? "dark" : "light"];

  const NARROW = 420;

  function configuration(width) {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    const font = of("--sans");
    const texts = { labelColor: of("--text"), titleColor: of("--muted"), labelFont: font, titleFont: font, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
    const colours = palette();
    return {
      background: "transparent", font, view: { stroke: null }, aria: false,
      range: { category: colours.category },
      mark: { color: colours.category[0] },
      axis: { ...texts, gridColor: of("--line"), domainColor: of("--strong-line"), tickColor: of("--strong-line"), gridOpacity: 0.8 },
      axisY: { minExtent: 30 },
      legend: { ...texts, symbolStrokeWidth: 2, symbolSize: 90, columns: width < NARROW ? 2 : undefined, labelLimit: Math.min(330, width - 70) },
    };
  }

  function tooltip(_handler, event, _item, value) {
    const text = value && (value.hint ?? Object.values(value)[0]);
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    tip.style.left = `${Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${event.clientY + 14}px`;
  }

  async function draw(figure) {
    const { node, name, rows, colours } = figure;
    if (!node.isConnected) { drawn.delete(figure); return; }
    const spec = structuredClone(specifications[Language.isEnglish() ? 1 : 0][name]);
    spec.datasets = { rows };
    if (spec.height === undefined) spec.height = heightOf(rows, name);
    if (spec.layer && !rows.some((row) => row.low !== undefined)) spec.layer.shift();
    if (colours) recolour(spec, colours(palette()));
    // Vega labels the element that it draws in as it likes; the label that says what is shown stays on the outer one.
    const canvas = h("div", { "aria-hidden": "true" });
    node.replaceChildren(canvas);
    const { view } = await vegaEmbed(canvas, spec, {
      actions: false, ast: true, renderer: "svg", defaultStyle: false, config: configuration(node.clientWidth), tooltip,
      loader: { load: () => Promise.reject(new Error("nothing is loaded")), sanitize: () => Promise.reject(new Error("nothing is linked")) },
    });
    figure.view?.finalize();
    figure.view = view;
  }

  /* Height of bars: room for a name on two lines, and for every bar of a name. */
  function heightOf(rows, name) {
    const names = new Set(rows.map((row) => row.name)).size;
    const groups = name === "money_by_year" ? new Set(rows.map((row) => row.group)).size : 1;
    return names * Math.max(34, 16 * groups);
  }

  /* Colours by group where the order of the palette does not say what they mean. */
  function recolour(spec, { domain, range }) {
    const encodings = [spec.encoding, ...(spec.layer ?? []).map((layer) => layer.encoding)];
    for (const encoding of encodings) if (encoding?.color?.field) encoding.color.scale = { domain, range };
  }

  dark.addEventListener("change", () => { for (const figure of drawn) draw(figure); });
  addEventListener("beforeprint", () => { tip.hidden = true; });

  /* A figure. title, note: texts. chart: {name, rows, colours?}. says: what the chart shows, in a sentence.
     table: makes {head: [{label, number?}], rows: [[text or element]]} when it is asked for. controls: elements above the chart. */
  function figure({ title, note, chart, says, table, controls = [] }) {
    const node = h("div", { class: "chart", role: "img", "aria-label": `${title}${t("colon")}${says}` });
    const holder = h("figure", { class: "card figure" },
      h("figcaption", {}, h("h3", { text: title }), note && h("p", { class: "muted small", text: note })),
      controls.length ? h("div", { class: "controls no-print" }, controls) : null,
      chart.rows.length ? node : null,
      h("p", { class: "small says", text: says }),
      chart.rows.length ? dataTable(title, table) : null);
    if (chart.rows.length) {
      const made = { node, ...chart };
      drawn.add(made);
      whenSeen(node, () => draw(made));
    }
    return holder;
  }

  /* Calls back once, when an element comes into sight or the browser has time: what is printed is drawn by then. */
  function whenSeen(node, callback) {
    let waiting = true;
    const once = () => {
      if (waiting) callback();
      waiting = false;
      watch.disconnect();
    };
    const watch = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) once(); }, { rootMargin: "400px" });
    watch.observe(node);
    (globalThis.requestIdleCallback ?? setTimeout)(once, { timeout: 3000 });
  }

  function dataTable(title, table) {
    const details = h("details", {}, h("summary", { text: t("data_table") }));
    details.addEventListener("toggle", () => { if (details.open && details.children.length === 1) details.append(longTable(title, table())); });
    return details;
  }

  return { figure, palette };
})();

const PLAIN_ROWS = 200;

/* A plain table; with many rows, a grid that makes only those in sight. */
function longTable(title, { head, rows }) {
  if (rows.length <= PLAIN_ROWS) {
    return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
      h("table", {}, h("caption", { class: "visually-hidden", text: title }),
        h("thead", {}, h("tr", {}, head.map(({ label, number }) => h("th", { scope: "col", class: number ? "number" : null, text: label })))),
        h("tbody", {}, rows.map((row) => h("tr", {}, row.map((text, place) => tableCell(text, place, head)))))));
  }
  const columns = head.map((column, place) => ({
    label: "column", text: column.label, number: column.number, width: place ? "minmax(5rem,1fr)" : "minmax(10rem,3fr)",
    narrow: place < 3 ? (place ? "minmax(4rem,1fr)" : "2fr") : null, cell: (row) => rows[row][place],
  }));
  const grid = new Grid({ columns, label: "data_table", height: "24rem" });
  grid.show(rows.map((_, row) => row));
  return grid.node;
}

function tableCell(content, place, head) {
  const number = head[place].number ? "number" : null;
  return place ? h("td", { class: number }, content) : h("th", { scope: "row", class: number }, content);
}
