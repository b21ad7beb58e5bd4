/** Finds the hooks on the page and loads what they ask for. Every page works without any of it. */

/** @type {Record<string, () => Promise<{start: (element: HTMLElement) => void}>>} */
const modules = {
  announce: () => import("./modules/announce.js"),
  hurry: () => import("./modules/hurry.js"),
  keys: () => import("./modules/keys.js"),
  once: () => import("./modules/once.js"),
  paired: () => import("./modules/paired.js"),
  print: () => import("./modules/print.js"),
  show: () => import("./modules/show.js"),
};

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) {
    modules[name]().then((module) => module.start(element));
  }
}
