/**
 * Installs the service worker, which opens the app without a network, and offers a newer one. At rest only: never where
 * somebody plays.
 */

const TRIED_AGAIN_AFTER = 30_000;

/** @param {HTMLElement} page on which the offer is shown, in `[data-update]` if it has one */
export function start(page) {
  if (!navigator.serviceWorker) {
    return; // not a secure context: the server plays
  }
  (window.requestIdleCallback ?? window.setTimeout)(() => install(page).catch(() => {})); // the next page tries again
}

/** @param {HTMLElement} page */
async function install(page) {
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
