/**
 * After a reply the next scene is a new page. Its heading takes the focus, so that the keyboard goes on
 * from there, and the live region reads what the customer does and says.
 *
 * @param {HTMLElement} words the scene's words, with `data-announce-heading` and `data-announce-text` inside
 */
export function start(words) {
  const status = document.querySelector("[data-status]");
  words.querySelector("[data-announce-heading]").focus({ preventScroll: true });
  window.setTimeout(() => {
    status.textContent = spoken(words);
  }, 250);
}

/**
 * @param {HTMLElement} words
 * @returns {string} the words as one text, without what is hidden for now
 */
function spoken(words) {
  return [...words.querySelectorAll("[data-announce-text]:not([hidden])")]
    .map((part) => part.textContent.trim())
    .join(" ");
}
