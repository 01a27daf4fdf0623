"use strict";
/* Addresses within the page (#projects, #department/…), and what each shows. */
const VIEWS = {
  overview: (_key, _query, refresh) => overview(refresh),
  departments: (_key, query) => listView("departments", query),
  projects: (_key, query) => listView("projects", query),
  indicators: (_key, query) => listView("indicators", query),
  findings: (_key, query) => listView("findings", query),
  department: (key, _query, refresh) => departmentView(key, refresh),
  project: (key, query) => projectView(key, query),
  about: () => aboutView(),
};
const PART_OF = { department: "departments", project: "projects" };

function missing() {
  return [h("h1", { tabindex: "-1", text: t("not_here_title") }), h("p", {}, t("not_here"), " ", h("a", { href: "#overview", text: t("overview") }))];
}

function addressOf(hash) {
  const [path, query = ""] = hash.replace(/^#/, "").split("?");
  const [view = "overview", ...key] = path.split("/");
  return { view: view || "overview", key: safelyDecoded(key.join("/")), query: new URLSearchParams(query) };
}

function safelyDecoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/* Shows what the address says. `moved`: the reader went there, so that reading starts at its heading. */
function showView(moved) {
  const { view, key, query } = addressOf(location.hash);
  if (!Object.hasOwn(VIEWS, view)) {
    if (view !== "content") show(missing(), moved);
    return;
  }
  show(VIEWS[view](key, query, refresh), moved);
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === (PART_OF[view] ?? view)) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function show(nodes, moved) {
  const content = document.getElementById("content");
  content.replaceChildren();
  append(content, nodes);
  const heading = content.querySelector("h1");
  document.title = `${heading.textContent} · ${t("title")}`;
  if (!moved) return;
  scrollTo(0, 0);
  heading.focus({ preventScroll: true });
  content.querySelector(".marked")?.scrollIntoView({ block: "center" });
}

/* Draws the view again after a choice, and goes back to the control with this label. */
function refresh(label) {
  const from = scrollY;
  const active = document.activeElement;
  const place = active ? [...document.querySelectorAll("#content select, #content button")].indexOf(active) : -1;
  showView(false);
  scrollTo(0, from);
  const controls = [...document.querySelectorAll("#content select, #content button")];
  if (label && place >= 0) controls[place]?.focus({ preventScroll: true });
}

async function start() {
  prepare(await unpack("content-data"));
  document.body.classList.add("ready");
  Language.onChange(() => showView(false));
  addEventListener("hashchange", () => showView(true));
  Language.fill();
  showView(false);
}

start();
