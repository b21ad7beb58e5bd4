/**
 * A form is sent once: what is tapped while it is on its way is ignored. The buttons are disabled only after
 * the browser has read the tapped button's value, and work again when the page comes back from the cache.
 *
 * @param {HTMLFormElement} form
 */
export function start(form) {
  form.addEventListener("submit", (event) => {
    if ("sent" in form.dataset) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "";
    event.submitter?.setAttribute("data-taken", "");
    window.setTimeout(() => setDisabled(form, true));
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      delete form.dataset.sent;
      form.querySelectorAll("[data-taken]").forEach((button) => button.removeAttribute("data-taken"));
      setDisabled(form, false);
    }
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} disabled
 */
function setDisabled(form, disabled) {
  form.querySelectorAll("button").forEach((button) => {
    button.disabled = disabled;
  });
}
