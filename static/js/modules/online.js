/** A page that waits for the network is asked for again when there is one, unless somebody has gone on by then. */
export function start() {
  let isLeaving = false;
  window.addEventListener("click", () => {
    isLeaving = true;
  });
  window.addEventListener("online", async () => {
    const isThere = await fetch("/healthz", { cache: "no-store" }).then((answered) => answered.ok, () => false);
    if (isThere && !isLeaving) {
      window.location.reload();
    }
  });
}
