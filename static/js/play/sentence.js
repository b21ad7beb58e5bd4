/**
 * The sentence for the next shift, on a page that the browser filled itself. It is kept on the server, with the play
 * that it belongs to; without a network it cannot be, and the page says so.
 */

import { sendNow } from "../offline/sender.js";
import { fill } from "../page/fill.js";

/**
 * @param {HTMLElement} main of templates/play/debrief.html
 * @param {string} play
 */
export function takeSentences(main, play) {
  let isSending = false;
  main.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (!("sentence" in form.dataset)) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isSending) {
        return;
      }
      isSending = true;
      const isKept = await keep(play, new FormData(form, event.submitter)).catch(() => false);
      isSending = false;
      if (isKept) {
        window.location.reload(); // the server's page has it
      } else {
        say(main, "offline");
      }
    },
    { capture: true },
  );
}

/**
 * @param {string} play
 * @param {FormData} said
 * @returns {Promise<boolean>} whether the server has it
 */
async function keep(play, said) {
  await sendNow(); // the play's last answers go first
  const headers = { Accept: "application/json" };
  const session = await fetch("/session", { headers, cache: "no-store", redirect: "error" });
  const token = session.ok ? (await session.json()).csrf_token : null;
  const answered = await fetch(`/plays/${play}/sentence`, {
    method: "POST",
    headers: { ...headers, "X-CSRFToken": token },
    body: new URLSearchParams(/** @type {any} */ (said)),
    redirect: "manual",
  });
  return answered.type === "opaqueredirect";
}

/**
 * @param {HTMLElement} main
 * @param {string} notice one of those that the page has words for
 */
function say(main, notice) {
  const box = main.querySelector("[data-if=away]");
  fill(box, { away: null });
  fill(box, { away: notice });
}
