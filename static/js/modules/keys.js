/**
 * The number keys 1 to 9 take a reply, as long as the replies are on the screen and take taps too.
 *
 * @param {HTMLElement} replies holds buttons with `data-key`
 */
export function start(replies) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(event.target)) {
      return;
    }
    const reply = [...replies.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (reply?.checkVisibility() && window.getComputedStyle(reply).pointerEvents !== "none") {
      reply.click();
    }
  });
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean} whether the key belongs to a field
 */
function isTyping(target) {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}
