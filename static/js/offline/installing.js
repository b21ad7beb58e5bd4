/**
 * Installs the service worker, which opens the app without a network, and offers a newer one. At rest only: never where
 * somebody plays.
 */

const TRIED_AGAIN_AFTER = 30_000;
const LONGEST_SILENCE = 3000;

/** @param {HTMLElement} page on which the offer is shown, in `[data-update]` if it has one */
export function start(page) {
  if (!navigator.serviceWorker) {
    return; // not a secure context: the server plays
  }
  const isPast = wentPast();
  (window.requestIdleCallback ?? window.setTimeout)(() => install(page, isPast).catch(() => {})); // the next page tries again
}

/** @returns {boolean} whether this page came past the worker that is there for it */
function wentPast() {
  const [navigation] = performance.getEntriesByType("navigation");
  return Boolean(navigator.serviceWorker.controller) && navigation?.workerStart === 0;
}

/**
 * @param {HTMLElement} page
 * @param {boolean} isPast
 */
async function install(page, isPast) {
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const first = registration.active ? null : registration.installing;
  first?.addEventListener("statechange", () => {
    if (first.state === "redundant" && !registration.active) {
      window.setTimeout(() => start(page), TRIED_AGAIN_AFTER); // one of its files did not come
    }
  });
  const offer = page.querySelector("[data-update]");
  if (offer) {
    watch(registration, offer);
  }
  if (isPast && registration.active && !(await isThere(registration.active))) {
    await replace(registration);
  }
}

/**
 * A browser that ends while it looks for a newer worker, of an empty battery say, may lose the script of the one it has:
 * that one is registered and never runs again, and without a network nothing opens.
 *
 * @param {ServiceWorker} worker
 * @returns {Promise<boolean>} whether it runs
 */
function isThere(worker) {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage("are you there", [port2]);
  return new Promise((resolve) => {
    port1.onmessage = () => resolve(true);
    window.setTimeout(resolve, LONGEST_SILENCE, false);
  });
}

/**
 * Lets the next worker take over unasked, which the browser fetches because it cannot compare it with the lost one.
 *
 * @param {ServiceWorkerRegistration} registration
 */
async function replace(registration) {
  const takeOver = () => registration.waiting?.postMessage("take over");
  const follow = () => registration.installing?.addEventListener("statechange", takeOver);
  registration.addEventListener("updatefound", follow);
  follow();
  takeOver();
  await registration.update();
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {HTMLElement} offer
 */
function watch(registration, offer) {
  const look = () => {
    offer.hidden = !(registration.waiting && navigator.serviceWorker.controller);
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
  offer.querySelector("button").addEventListener("click", () => takeOver(registration, offer));
  document.addEventListener("visibilitychange", () => document.hidden || registration.update().catch(() => {}));
  look();
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {HTMLElement} offer
 */
async function takeOver(registration, offer) {
  navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload(), { once: true });
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    offer.querySelector("[data-playing]").hidden = data !== "playing";
  };
  registration.waiting?.postMessage("take over", [port2]);
}
