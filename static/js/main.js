/** Finds the hooks on the page and loads what they ask for. Every page works without any of it. */

/** @type {Record<string, () => Promise<{start: (element: HTMLElement) => void}>>} */
const modules = {
  aloud: () => import("./play/aloud.js"),
  announce: () => import("./modules/announce.js"),
  awake: () => import("./play/awake.js"),
  back: () => import("./modules/back.js"),
  begin: () => import("./play/begin.js"),
  debrief: () => import("./play/debrief.js"),
  finding: () => import("./modules/finding.js"),
  fold: () => import("./modules/fold.js"),
  held: () => import("./offline/held.js"),
  hurry: () => import("./modules/hurry.js"),
  insecure: () => import("./modules/insecure.js"),
  installing: () => import("./offline/installing.js"),
  keys: () => import("./modules/keys.js"),
  leaving: () => import("./offline/leaving.js"),
  nobody: () => import("./offline/nobody.js"),
  online: () => import("./modules/online.js"),
  once: () => import("./modules/once.js"),
  order: () => import("./modules/order.js"),
  paired: () => import("./modules/paired.js"),
  pinpad: () => import("./offline/pinpad.js"),
  player: () => import("./play/player.js"),
  practice: () => import("./practice/practice.js"),
  print: () => import("./modules/print.js"),
  pulse: () => import("./play/pulse.js"),
  show: () => import("./modules/show.js"),
  spreading: () => import("./modules/spreading.js"),
  tiles: () => import("./offline/tiles.js"),
  "unsent-sign": () => import("./offline/sign.js"),
  unsent: () => import("./offline/unsent.js"),
};

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) {
    modules[name]().then((module) => module.start(element));
  }
}

const { device, shell } = document.documentElement.dataset;
if (shell) {
  import("./offline/dress.js").then((dress) => dress.start());
}
if (device || shell) {
  import("./offline/device.js").then((tablet) => tablet.start());
}
