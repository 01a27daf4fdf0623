"use strict";
/* The language of a page: words by key, and the switch. Chinese first. */
const Language = (() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const listeners = [];
  let current = 0;

  /* What a key says in the current language, with {names} filled in. A key that is not there is a mistake. */
  function t(key, values = {}) {
    if (!Object.hasOwn(words, key)) throw new Error(`no words for ${key}`);
    return words[key][current].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  const has = (key) => Object.hasOwn(words, key);

  /* Fills every element below a root that says which words it holds: data-t its text, data-t-label its label. */
  function fill(root = document) {
    for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
    for (const node of root.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
    for (const node of root.querySelectorAll("[data-t-hint]")) node.setAttribute("placeholder", t(node.dataset.tHint));
  }

  function use(number) {
    current = number;
    document.documentElement.lang = number ? "en" : "zh-CN";
    fill();
    for (const button of document.querySelectorAll("[data-language-switch]")) {
      button.textContent = t("switch_language");
      button.setAttribute("aria-label", t("switch_language_label"));
      button.lang = number ? "zh-CN" : "en";
    }
    for (const listener of listeners) listener();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-language-switch]")) use(1 - current);
  });

  return {
    t, has, fill, use,
    isEnglish: () => current === 1,
    /* Calls back after every switch. */
    onChange: (listener) => listeners.push(listener),
  };
})();
const t = Language.t;
