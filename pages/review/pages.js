"use strict";
/* The document's side: page pictures with boxes over them or, for formats without pages, the document as it was read. */
const Pages = (() => {
  const root = document.getElementById("sheets");
  const pane = document.getElementById("pages");
  const places = new Map();
  const ZOOMS = [0.6, 0.8, 1, 1.3, 1.7, 2.2, 3];
  let data = null;
  let zoom = 2;

  /* `spots` by number: whatever can be pointed at, with its label. */
  function draw(given, labels) {
    data = given;
    places.clear();
    root.replaceChildren();
    if (data.sheets.length) drawSheets(labels);
    else drawBlocks(labels);
    applyZoom();
  }

  function drawSheets(labels) {
    const layers = data.sheets.map(([number, width, height], index) => {
      const layer = h("div", { class: "boxes" });
      const picture = h("img", {
        src: data.pictures[index], alt: t("page_picture", { number }), width: Math.round(width), height: Math.round(height),
        decoding: "async",
      });
      root.append(h("figure", { class: "sheet", id: `sheet-${number}` },
        h("figcaption", { class: "muted small" }, t("page_number", { number })),
        h("div", { class: "picture" }, picture, layer)));
      return layer;
    });
    for (const [spot, label] of labels) {
      const box = data.boxes[spot];
      if (!box) continue;
      const [index, left, top, width, height] = box;
      const button = h("button", { type: "button", class: "box", tabindex: "-1", "aria-label": label, "data-spot": spot });
      Object.assign(button.style, {
        left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%`,
      });
      layers[index].append(button);
      places.set(spot, button);
    }
  }

  function drawBlocks(labels) {
    root.append(h("p", { class: "notice small" }, t("as_read")));
    const paper = h("div", { class: "paper", lang: "zh-CN" });
    for (const block of data.blocks) {
      if (block.cells) paper.append(table(block, labels));
      else paper.append(pointed(h("p", {}, block.text), block.spot, labels));
    }
    root.append(paper);
  }

  function pointed(node, spot, labels) {
    node.dataset.spot = spot;
    if (labels.has(spot)) node.classList.add("box");
    places.set(spot, node);
    return node;
  }

  /* A grid by rows: what a span covers has no cell, what nothing covers an empty one. */
  function table(block, labels) {
    const covered = new Set();
    const rows = [];
    for (const [spot, row, column, rowSpan, columnSpan, text] of block.cells) {
      const cell = h("td", {
        rowspan: rowSpan > 1 ? rowSpan : null, colspan: columnSpan > 1 ? columnSpan : null,
      }, text);
      (rows[row] ??= []).push([column, pointed(cell, spot, labels)]);
      for (let down = 0; down < rowSpan; down += 1) {
        for (let right = 0; right < columnSpan; right += 1) covered.add(`${row + down} ${column + right}`);
      }
    }
    const body = h("tbody");
    for (let row = 0; row < rows.length; row += 1) {
      const line = h("tr");
      let next = 0;
      for (const [column, cell] of rows[row] ?? []) {
        for (; next < column; next += 1) if (!covered.has(`${row} ${next}`)) line.append(h("td", { class: "hole" }));
        line.append(cell);
        next = column + cell.colSpan;
      }
      body.append(line);
    }
    return h("div", { class: "grid" }, h("table", { "aria-label": `table ${block.table}` }, body));
  }

  /* Marks these spots, and no others, with a class; where asked to, shows the first of them. */
  function light(name, spots, page, follow) {
    for (const node of root.querySelectorAll(`.${name}`)) node.classList.remove(name);
    for (const spot of spots) places.get(spot)?.classList.add(name);
    const first = spots.length ? places.get(spots[0]) : document.getElementById(`sheet-${page}`);
    if (follow && first) show(first);
  }

  function show(node) {
    const inside = pane.getBoundingClientRect();
    const place = node.getBoundingClientRect();
    const fits = place.top >= inside.top + 8 && place.bottom <= inside.bottom - 8 && place.left >= inside.left;
    if (!fits) node.scrollIntoView({ block: place.height > inside.height ? "start" : "center", inline: "center" });
  }

  function applyZoom() {
    root.style.width = `${ZOOMS[zoom] * 100}%`;
    root.style.fontSize = `${ZOOMS[zoom]}em`;
    document.getElementById("smaller").disabled = zoom === 0;
    document.getElementById("larger").disabled = zoom === ZOOMS.length - 1;
  }

  for (const [id, step] of [["smaller", -1], ["larger", 1]]) {
    document.getElementById(id).addEventListener("click", () => {
      zoom = Math.min(ZOOMS.length - 1, Math.max(0, zoom + step));
      applyZoom();
    });
  }

  return { draw, light, place: (spot) => places.get(spot) };
})();
