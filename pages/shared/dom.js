"use strict";
/* Elements made from names, attributes and texts; a text is never read as markup. */
function h(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  setAttributes(node, attributes);
  append(node, children);
  return node;
}

function svgNode(name, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  setAttributes(node, attributes);
  append(node, children);
  return node;
}

/* Attributes; `on…` are listeners, `text` the text, null and false are left out. */
function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
}

/* Words of a document: Chinese, whatever language the page speaks. */
const original = (text, attributes = {}) => h("span", { lang: "zh-CN", ...attributes }, text ?? "");

/* What `packed` wrote: base64 of compressed JSON. */
async function unpack(id) {
  const element = document.getElementById(id);
  const binary = atob(element.textContent);
  element.remove();
  const bytes = new Uint8Array(binary.length);
  for (let place = 0; place < binary.length; place += 1) bytes[place] = binary.charCodeAt(place);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

function embedded(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/* Calls back once, when nothing more has been asked for during so many milliseconds. */
function debounced(wait, callback) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => callback(...given), wait);
  };
}

/* The skip link moves the focus and leaves the address alone, which says what a page shows. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.skip");
  if (!link) return;
  event.preventDefault();
  document.querySelector(link.getAttribute("href")).focus();
});
