/**
 * A button that prints the page. It appears only where this runs; every browser's own menu prints too.
 *
 * @param {HTMLButtonElement} button
 */
export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
