/**
 * Puts a scene on the page in one go. What is there for the eye alone, and what may take a moment, follows
 * once the scene is painted: the face fades over into the new one, and the other modules hear of the scene.
 */

import { fill, words } from "../page/fill.js";

const FADE = 160;

/**
 * @param {HTMLElement} main of templates/play/scene.html
 * @param {Record<string, any>} values of `sceneValues`
 */
export function show(main, values) {
  const drawing = main.querySelector("[data-html=picture]");
  const before = drawing.firstElementChild;
  document.querySelectorAll("[data-scene-part]").forEach((part) => fill(part, values));
  main.querySelector("form").elements.namedItem("number").value = values.number;
  main.querySelectorAll("details[open]").forEach((fold) => fold.removeAttribute("open"));
  document.title = words({ say: main.dataset[values.isEnding ? "titleEnd" : "titleMoment"] }, values);
  window.scrollTo(0, 0);
  if (before && before !== drawing.firstElementChild && isMotionWanted()) {
    fadeOut(drawing, before);
  }
  oncePainted(() => document.dispatchEvent(new CustomEvent("regulars:scene")));
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
 * @param {Element} drawing
 * @param {Element} before the face that was there, which stays on top until it is gone
 */
function fadeOut(drawing, before) {
  drawing.append(before);
  const fading = before.animate({ opacity: [1, 0] }, { duration: FADE });
  fading.onfinish = () => before !== drawing.firstElementChild && before.remove();
}
