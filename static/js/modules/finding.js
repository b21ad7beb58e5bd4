/**
 * People are found while one types: the list comes from the same form that the button sends, and whoever was chosen
 * before stays chosen.
 *
 * @param {HTMLFormElement} form with parts named by `data-finding`: `words`, `button`, `found`
 */
export function start(form) {
  let waiting = 0;
  let asked = 0;
  const find = async () => {
    const own = ++asked;
    const found = await ask(form);
    if (found && own === asked) {
      part(form, "found").replaceWith(found);
    }
  };
  part(form, "words").addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(find, 200);
  });
  part(form, "words").addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      find();
    }
  });
  part(form, "button").addEventListener("click", (event) => {
    event.preventDefault();
    find();
  });
}

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<Element | null>} the list as it is now; null where the server gives none
 */
async function ask(form) {
  const fields = new FormData(form);
  fields.set("do", "find");
  const answered = await fetch(form.action, { method: "POST", body: fields }).catch(() => null);
  if (!answered?.ok) {
    return null;
  }
  const page = new DOMParser().parseFromString(await answered.text(), "text/html");
  return page.querySelector('[data-finding="found"]');
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {HTMLElement}
 */
function part(form, name) {
  return form.querySelector(`[data-finding="${name}"]`);
}
