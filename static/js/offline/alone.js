/**
 * Several tabs of one browser: what only one of them may do at a time, and what they tell each other.
 */

const CHANNEL = "regulars";

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} its result, after its turn has come
 */
export function alone(name, work) {
  return navigator.locks.request(`regulars-${name}`, work);
}

/** @param {object} message for the other tabs */
export function tell(message) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(message);
  channel.close();
}

/**
 * Listens to the other tabs while the page is shown; an open channel would keep it from coming back at once.
 *
 * @param {(message: any) => void} take
 */
export function listen(take) {
  let channel = open(take);
  window.addEventListener("pagehide", () => channel.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      channel = open(take);
    }
  });
}

/**
 * @param {(message: any) => void} take
 * @returns {BroadcastChannel}
 */
function open(take) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", (event) => take(event.data));
  return channel;
}
