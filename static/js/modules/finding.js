/**
 * People or places are found while one types: the list comes from the same form that the button sends, and whoever was
 * chosen before stays chosen.
 *
 * @param {HTMLElement} group with an id, in a form, with parts named by `data-finding`: `words`, `button`, `found`
 */
export function start(group) {
  let waiting = 0;
  let asked = 0;
  const find = async () => {
    const own = ++asked;
    const found = await ask(group);
    if (found && own === asked) {
      part(group, "found").replaceWith(found);
    }
  };
  part(group, "words").addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(find, 200);
  });
  part(group, "words").addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      find();
    }
  });
  part(group, "button").addEventListener("click", (event) => {
    event.preventDefault();
    find();
  });
}

/**
 * @param {HTMLElement} group
 * @returns {Promise<Element | null>} the list as it is now; null where the server gives none
 */
async function ask(group) {
  const form = group.closest("form");
  const fields = new FormData(form);
  fields.set("do", "find");
  const asked =
    form.method === "get"
      ? fetch(`${form.action}?${new URLSearchParams(fields)}`)
      : fetch(form.action, { method: "POST", body: fields });
  const answered = await asked.catch(() => null);
  if (!answered?.ok) {
    return null;
  }
  const page = new DOMParser().parseFromString(await answered.text(), "text/html");
  return page.querySelector(`#${group.id} [data-finding="found"]`);
}

/**
 * @param {HTMLElement} group
 * @param {string} name
 * @returns {HTMLElement}
 */
function part(group, name) {
  return group.querySelector(`[data-finding="${name}"]`);
}
