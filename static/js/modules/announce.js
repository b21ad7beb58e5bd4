/**
 * After a reply the next scene's heading takes the focus, so that the keyboard goes on from there, and the
 * live region reads what the customer does and says.
 *
 * @param {HTMLElement} words the scene's words, with `data-announce-heading` and `data-announce-text` inside;
 *   `data-after-reply` where a reply went before
 */
export function start(words) {
  let waiting = 0;
  const announce = () => {
    window.clearTimeout(waiting);
    if ("afterReply" in words.dataset) {
      words.querySelector("[data-announce-heading]").focus({ preventScroll: true });
      waiting = window.setTimeout(() => {
        document.querySelector("[data-status]").textContent = spoken(words);
      }, 250);
    }
  };
  document.addEventListener("regulars:scene", announce);
  announce();
}

/**
 * @param {HTMLElement} words
 * @returns {string} the words as one text, without what is hidden for now
 */
export function spoken(words) {
  return [...words.querySelectorAll("[data-announce-text]:not([hidden])")]
    .map((part) => part.textContent.trim())
    .join(" ");
}
