/**
 * Whoever signs out takes their answers along: what waits is sent, as far as that goes at once, and the rest is sealed.
 */

import { outboxNow, sendNow } from "./sender.js";
import { standUp } from "./sitting.js";

const LONGEST_SENDING = 1500;
const LONGEST_LEAVING = 3000;

/** @param {HTMLFormElement} form that signs out */
export function start(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!("leaving" in form.dataset)) {
      form.dataset.leaving = "";
      leave().finally(() => form.submit());
    }
  });
}

/** @returns {Promise<void>} when the next person may have the browser; it takes no longer than a breath */
export async function leave() {
  await Promise.race([handOver(), after(LONGEST_LEAVING)]);
}

async function handOver() {
  try {
    if ((await outboxNow()).unsent > 0) {
      await Promise.race([sendNow(), after(LONGEST_SENDING)]);
    }
    await standUp();
  } catch {
    // a browser that keeps nothing has nothing to seal
  }
}

/**
 * @param {number} time in milliseconds
 * @returns {Promise<void>}
 */
function after(time) {
  return new Promise((resolve) => {
    window.setTimeout(resolve, time);
  });
}
