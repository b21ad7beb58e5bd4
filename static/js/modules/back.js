/**
 * A link that leads back to the page before, where there is one; else to its own address.
 *
 * @param {HTMLAnchorElement} link
 */
export function start(link) {
  link.addEventListener("click", (event) => {
    if (window.history.length > 1) {
      event.preventDefault();
      window.history.back();
    }
  });
}
