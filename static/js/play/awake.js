/**
 * Keeps the screen awake while there is something to answer. The browser lets go of the screen whenever the page is
 * out of sight; it is asked again when the page comes back, and no more once the play has ended.
 *
 * @param {HTMLElement} scene
 */
export function start(scene) {
  if (!("wakeLock" in navigator)) {
    return;
  }
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  let turn = Promise.resolve();
  const look = async () => {
    const isWanted = document.visibilityState === "visible" && scene.querySelector("button[name=choice]") !== null;
    if (!isWanted) {
      await lock?.release();
      lock = null;
    } else if (!lock || lock.released) {
      lock = await navigator.wakeLock.request("screen").catch(() => null); // a battery that runs low
    }
  };
  const hold = () => {
    turn = turn.then(look);
  };
  document.addEventListener("visibilitychange", hold);
  document.addEventListener("regulars:scene", hold);
  hold();
}
