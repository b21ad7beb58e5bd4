/**
 * A button that shows what was typed into a password field. It appears only where this runs,
 * and the password is hidden again before its form is sent, so that no browser keeps it as plain words.
 *
 * @param {HTMLButtonElement} button names its field in `aria-controls`
 */
export function start(button) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(button.getAttribute("aria-controls")));
  button.hidden = false;
  button.addEventListener("click", () => setShown(button, field, field.type === "password"));
  field.form.addEventListener("submit", () => setShown(button, field, false));
}

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLInputElement} field
 * @param {boolean} shown
 */
function setShown(button, field, shown) {
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
}
