/**
 * The little sign in the head of a page: how many answers are not sent yet. It starts the sending too, and appears only
 * for what does not go out by itself within a moment.
 *
 * @typedef {import("./sender.js").Outbox} Outbox
 */

import { words } from "../page/fill.js";
import { startSending } from "./sender.js";

const A_MOMENT = 3000;

/** @param {HTMLAnchorElement} sign its parts `data-about` carry the words */
export function start(sign) {
  let timer = 0;
  document.addEventListener("regulars:outbox", (event) => {
    /** @type {Outbox} */
    const outbox = event.detail;
    window.clearTimeout(timer);
    if (outbox.state !== "sending" || !sign.hidden) {
      show(sign, outbox);
    } else {
      timer = window.setTimeout(() => show(sign, outbox), A_MOMENT);
    }
  });
  startSending();
}

/**
 * @param {HTMLAnchorElement} sign
 * @param {Outbox} outbox
 */
function show(sign, outbox) {
  const about = aboutOf(outbox);
  const count = about === "refused" ? outbox.refused : outbox.unsent;
  for (const part of sign.querySelectorAll("[data-about]")) {
    part.hidden = part.dataset.about !== about;
    part.textContent = part.hidden ? "" : words(part.dataset, count);
  }
  sign.dataset.count = String(count);
  sign.dataset.state = outbox.state;
  sign.href = about === "sign-in" ? doorOf(outbox) : sign.dataset.page;
  sign.hidden = about === null || sign.href === window.location.href;
}

/**
 * @param {Outbox} outbox
 * @returns {"unsent" | "sign-in" | "refused" | null} what there is to say
 */
function aboutOf({ unsent, refused, state }) {
  if (unsent > 0) {
    return state === "signed-out" ? "sign-in" : "unsent";
  }
  return refused > 0 ? "refused" : null;
}

/**
 * @param {Outbox} outbox
 * @returns {string} where this person signs in, and then comes back here
 */
function doorOf({ kind, person }) {
  const back = `next=${encodeURIComponent(window.location.pathname + window.location.search)}`;
  return kind === "pin" ? `/tiles/${person}?${back}` : `/login?${back}`;
}
