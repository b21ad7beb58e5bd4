/** A page that waits for the network is asked for again when there is one. */
export function start() {
  window.addEventListener("online", () => window.location.reload());
}
