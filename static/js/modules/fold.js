/**
 * A menu that lies over the page: it closes with Escape, with a tap elsewhere, and when the focus leaves it.
 *
 * @param {HTMLDetailsElement} fold
 */
export function start(fold) {
  fold.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && fold.open) {
      fold.open = false;
      fold.querySelector("summary").focus();
    }
  });
  fold.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !fold.contains(relatedTarget)) {
      fold.open = false;
    }
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!fold.contains(target)) {
      fold.open = false;
    }
  });
}
