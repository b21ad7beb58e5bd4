/**
 * A reply is taken when the finger lifts. The browser's own click comes later, and with it the browser holds back
 * everything else until a frame has passed, also the word that the answer is kept (docs/records/a-tap-before-its-click.md).
 */

const FARTHEST = 10;
const LONGEST = 500;

/** @param {HTMLElement} main whose replies are buttons named `choice` */
export function clickAtOnce(main) {
  /** @type {{button: HTMLButtonElement | null, at: number, x: number, y: number} | null} */
  let began = null;
  main.addEventListener("touchstart", (event) => (began = event.touches.length === 1 ? beginning(event) : null), {
    passive: true,
  });
  main.addEventListener("touchcancel", () => (began = null)); // it scrolls
  main.addEventListener("touchend", (event) => {
    const tap = began;
    began = null;
    if (tap?.button && event.cancelable && isTap(tap, event)) {
      event.preventDefault();
      tap.button.click();
    }
  });
}

/** @param {TouchEvent} event */
function beginning({ target, timeStamp, touches: [{ clientX, clientY }] }) {
  return { button: target.closest("button[name=choice]"), at: timeStamp, x: clientX, y: clientY };
}

/**
 * @param {{at: number, x: number, y: number}} began
 * @param {TouchEvent} event
 * @returns {boolean} whether the finger was neither moved nor held
 */
function isTap(began, { timeStamp, changedTouches: [{ clientX, clientY }] }) {
  const way = Math.hypot(clientX - began.x, clientY - began.y);
  return way <= FARTHEST && timeStamp - began.at < LONGEST;
}
