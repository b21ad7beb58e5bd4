/**
 * Puts a scene on the page in one go, and changes no more than is different: the next frame has to hold it on a slow
 * tablet too. What may take a moment follows once the scene is painted: the other modules hear of it then, and the old
 * faces fade into the new ones.
 */

import { fill, made, words } from "../page/fill.js";

/**
 * @param {HTMLElement} main of templates/play/scene.html
 * @param {Record<string, any>} values of `sceneValues`, with the picture's people as an element
 */
export function show(main, values) {
  const isScrolled = window.scrollY > 0; // asked while the layout stands; afterwards it would be made twice
  document.querySelectorAll("[data-scene-part]").forEach((part) => fill(part, values));
  main.querySelector("form").elements.namedItem("number").value = values.number;
  main.querySelectorAll("details[open]").forEach((fold) => fold.removeAttribute("open"));
  main.hidden = false;
  setPeople(main.querySelector("[data-picture] > svg"), values.picture);
  if (isScrolled) {
    window.scrollTo(0, 0);
  }
  oncePainted(() => {
    document.title = words({ say: main.dataset[values.isEnding ? "titleEnd" : "titleMoment"] }, values);
    document.dispatchEvent(new CustomEvent("regulars:scene"));
  });
}

/**
 * @param {Record<string, any>} values of `sceneValues`
 * @returns {Record<string, any>} the same with its lists made, for a scene that may be shown next
 */
export function prepared(values) {
  const lists = [...document.querySelectorAll("[data-scene-part] [data-list]")];
  const items = lists.map(({ dataset }, place) => [dataset.list, made(lists[place], values[dataset.list])]);
  return { ...values, ...Object.fromEntries(items) };
}

/**
 * @param {HTMLElement} main
 * @param {string} notice one of those that the page has words for
 */
export function say(main, notice) {
  const box = main.querySelector("[data-if=notice]");
  fill(box, { notice: null });
  fill(box, { notice });
}

/** @returns {boolean} */
export function isMotionWanted() {
  return window.matchMedia("(prefers-reduced-motion: no-preference)").matches;
}

/**
 * @param {() => void} work for when the page as it is now can be seen
 */
export function oncePainted(work) {
  window.requestAnimationFrame(() => window.setTimeout(work));
}

/**
 * The stylesheet lets those who were there fade; asking here for anything about it would cost a layout.
 *
 * @param {SVGElement} stage
 * @param {Element} people as they look now
 */
function setPeople(stage, people) {
  const before = stage.querySelector(":scope > .stage__people");
  if (before === people) {
    return;
  }
  people.removeAttribute("data-going");
  before.before(people);
  before.setAttribute("data-going", "");
  before.addEventListener("animationend", () => before.remove(), { once: true });
}
