/**
 * Looks every few seconds whether the code on this page has been used or is past its time, and then shows the
 * page anew, which says so.
 */

const EVERY = 3000;

export function start() {
  const timer = window.setInterval(async () => {
    if (!document.hidden && (await stateNow()) !== "open") {
      window.clearInterval(timer);
      window.location.reload();
    }
  }, EVERY);
}

/** @returns {Promise<string>} the code's state, or that of the page while the server cannot be asked */
async function stateNow() {
  try {
    const answer = await fetch(window.location.href, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).state : "open";
  } catch {
    return "open";
  }
}
