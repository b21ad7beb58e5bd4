/**
 * "Try that moment again", begun by the browser: a play that goes back to another one, with the choices before the
 * moment taken over from it.
 *
 * @typedef {import("../offline/plays.js").Play} Play
 */

import { beginPlay } from "../offline/plays.js";
import { newId } from "./identity.js";

/**
 * @param {HTMLElement} main of templates/play/debrief.html
 * @param {Play} parent which this browser holds
 */
export function takeRewinds(main, parent) {
  let isBegun = false;
  main.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (!("rewind" in form.dataset) || "toServer" in form.dataset) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isBegun) {
        return;
      }
      isBegun = true;
      isBegun = await begin(form, parent);
    },
    { capture: true },
  );
  window.addEventListener("pageshow", () => {
    isBegun = false;
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {Play} parent
 * @returns {Promise<boolean>} whether the page is being left
 */
async function begin(form, parent) {
  const play = newId();
  const fromNumber = Number(form.elements.namedItem("number").value);
  const { person, scenario, version, language } = parent;
  const inherited = [...parent.inherited, ...parent.log.map(({ choice }) => choice)].slice(0, fromNumber - 1);
  const back = { mode: "rewind", parent: parent.play, fromNumber, inherited };
  try {
    await beginPlay({ play, person, scenario, version, language, ...back });
    window.location.assign(`/plays/${play}`);
    return true;
  } catch {
    return toServer(form);
  }
}

/**
 * This browser did not keep the play, although it could a moment ago.
 *
 * @param {HTMLFormElement} form
 * @returns {boolean} whether the server begins it instead; a page without a network has no way to it
 */
function toServer(form) {
  if (form.elements.namedItem("csrf_token") === null) {
    return false;
  }
  form.dataset.toServer = "";
  form.requestSubmit();
  return true;
}
