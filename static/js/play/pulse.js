import { isMotionWanted } from "./showing.js";

const MILLISECONDS = 10;

/**
 * A reply that is taken can be felt, where the device has a way and motion is wanted.
 *
 * @param {HTMLFormElement} form
 */
export function start(form) {
  form.addEventListener("click", (event) => {
    if (event.target.closest("button[name=choice]") && "vibrate" in navigator && isMotionWanted()) {
      navigator.vibrate(MILLISECONDS);
    }
  });
}
