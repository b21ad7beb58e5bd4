/**
 * Fills a part of the page with plain values. The server renders the same templates with the same slots, so that
 * a page that the browser plays and one that the server plays are one and the same.
 *
 *   data-slot="name"              the element's text is the value; hidden where it is null, false or ""
 *   data-say="You: {}"            together with a slot: the text around the value
 *   data-say="{done} of {all}"    … or around the members of an object
 *   data-say-friend="…"           … or the text for the value `friend`
 *   data-one, data-other          … or the text for a number, by its plural form; {} is the number
 *   data-if="name"                shown where the value is truthy, else hidden; `!name` the other way round
 *   data-set="value:id href:url"  attributes from values; null and false remove one, true sets it empty
 *   data-html="name"              a drawing of our own server, as SVG
 *   data-list="names"             a list: its <template> is repeated for every item, and filled with it
 */

/**
 * @param {ParentNode} root whose slots are filled, not those inside its lists' items
 * @param {Record<string, any>} values
 */
export function fill(root, values) {
  for (const list of own(root, "[data-list]")) {
    fillList(list, values[list.dataset.list] ?? []);
  }
  for (const element of own(root, "[data-if]")) {
    const name = element.dataset.if;
    element.hidden = name.startsWith("!") ? Boolean(values[name.slice(1)]) : !values[name];
  }
  for (const element of own(root, "[data-set]")) {
    setAttributes(element, values);
  }
  for (const element of own(root, "[data-slot]")) {
    say(element, values[element.dataset.slot]);
  }
  for (const element of own(root, "[data-html]")) {
    element.innerHTML = values[element.dataset.html] ?? "";
  }
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]} what belongs to the root itself, the root included, and not to an item of a list in it
 */
function own(root, selector) {
  const found = [...root.querySelectorAll(selector)].filter((element) => {
    const list = element.parentElement?.closest("[data-list]");
    return !list || !root.contains(list) || list === root;
  });
  return root instanceof Element && root.matches(selector) ? [root, ...found] : found;
}

/**
 * @param {HTMLElement} list
 * @param {Record<string, any>[]} items
 */
function fillList(list, items) {
  const template = list.querySelector(":scope > template");
  const copies = items.map((item) => {
    const copy = template.content.cloneNode(true);
    fill(copy, item);
    return copy;
  });
  list.replaceChildren(template, ...copies);
  list.hidden = items.length === 0 && "ifAny" in list.dataset;
}

/**
 * @param {HTMLElement} element
 * @param {Record<string, any>} values
 */
function setAttributes(element, values) {
  for (const pair of element.dataset.set.split(" ")) {
    const [attribute, name] = pair.split(":");
    const value = values[name];
    if (value === null || value === undefined || value === false) {
      element.removeAttribute(attribute);
    } else {
      element.setAttribute(attribute, value === true ? "" : String(value));
    }
  }
}

/**
 * @param {HTMLElement} element
 * @param {any} value
 */
function say(element, value) {
  const isThere = value !== null && value !== undefined && value !== false && value !== "";
  element.hidden = !isThere;
  element.textContent = isThere ? words(element.dataset, value) : "";
}

/**
 * @param {DOMStringMap} data
 * @param {any} value
 * @returns {string} the value in the words that the element carries for it
 */
export function words(data, value) {
  if (typeof value === "number" && data.other !== undefined) {
    const form = new Intl.PluralRules(document.documentElement.lang).select(value);
    return (form === "one" ? data.one : data.other).replaceAll("{}", value);
  }
  const said = typeof value === "string" ? data[`say${value[0].toUpperCase()}${value.slice(1)}`] : undefined;
  const pattern = said ?? data.say;
  if (pattern === undefined) {
    return String(value);
  }
  return typeof value === "object"
    ? pattern.replace(/\{(\w+)\}/g, (_all, name) => String(value[name]))
    : pattern.replaceAll("{}", String(value));
}
