/**
 * Fills a part of the page with plain values. The server renders the same templates with the same slots, so that
 * a page that the browser plays and one that the server plays are one and the same.
 *
 *   data-slot="name"              the element's text is the value; hidden where it is null, false or ""
 *   data-say="You: {}"            together with a slot: the text around the value
 *   data-say="{done} of {all}"    … or around the members of an object
 *   data-say-friend="…"           … or the text for the value `friend`
 *   data-one, data-other          … or the text for a number, by its plural form; {} is the number. An object has its
 *                                 number as `num`
 *   data-if="name"                shown where the value is truthy, else hidden; `!name` the other way round,
 *                                 `name=friend` where it is just that
 *   data-set="value:id href:url"  attributes from values; null and false remove one, true sets it empty
 *   data-variant="said:name"      the class `said--<value>`, and none where there is no value
 *   data-html="name"              a drawing of our own server: SVG, or an element that was made of it before
 *   data-list="names"             a list: its <template> is repeated for every item, and filled with it
 *   data-with="name"              shown where the value is an object, and all in it filled with that object
 */

const SLOTS = "[data-list], [data-if], [data-set], [data-slot], [data-html], [data-variant], [data-with]";

/**
 * @param {ParentNode} root whose slots are filled, not those in its lists' items and in its parts `data-with`
 * @param {Record<string, any>} values
 */
export function fill(root, values) {
  for (const element of own(root)) {
    fillOne(element, values, element === root);
  }
}

/**
 * @param {HTMLElement} element
 * @param {Record<string, any>} values
 * @param {boolean} isRoot of what is filled
 */
function fillOne(element, values, isRoot) {
  const { list, if: condition, set, slot, html, variant, with: part } = element.dataset;
  if (list !== undefined) {
    fillList(element, values[list] ?? []);
  }
  if (condition !== undefined) {
    setShown(element, isMet(condition, values));
  }
  if (set !== undefined) {
    setAttributes(element, values);
  }
  if (slot !== undefined) {
    say(element, values[slot]);
  }
  if (html !== undefined) {
    draw(element, values[html] ?? "");
  }
  if (variant !== undefined) {
    setVariant(element, values);
  }
  if (part !== undefined && !isRoot) {
    setShown(element, Boolean(values[part]));
    fill(element, values[part] ?? {});
  }
}

/**
 * @param {ParentNode} root
 * @returns {HTMLElement[]} what belongs to the root itself, the root included, and not to a list or a part in it
 */
function own(root) {
  const found = [...root.querySelectorAll(SLOTS)].filter((element) => {
    const scope = element.parentElement?.closest("[data-list], [data-with]");
    return !scope || scope === root || !root.contains(scope);
  });
  return root instanceof Element && root.matches(SLOTS) ? [root, ...found] : found;
}

/**
 * @param {Element} element of HTML or of a drawing
 * @param {boolean} isShown
 */
function setShown(element, isShown) {
  element.toggleAttribute("hidden", !isShown);
}

/**
 * @param {string} condition `name`, `!name` or `name=value`
 * @param {Record<string, any>} values
 * @returns {boolean}
 */
function isMet(condition, values) {
  if (condition.startsWith("!")) {
    return !values[condition.slice(1)];
  }
  const [name, wanted] = condition.split("=");
  return wanted === undefined ? Boolean(values[name]) : String(values[name]) === wanted;
}

/**
 * @param {HTMLElement} element
 * @param {Record<string, any>} values
 */
function setVariant(element, values) {
  const [block, name] = element.dataset.variant.split(":");
  element.classList.remove(...[...element.classList].filter((one) => one.startsWith(`${block}--`)));
  if (values[name]) {
    element.classList.add(`${block}--${values[name]}`);
  }
}

/**
 * Makes the items of a list beforehand; where the list is filled with them, they only have to be put in.
 *
 * @param {HTMLElement} list
 * @param {Record<string, any>[]} items
 * @returns {DocumentFragment[]}
 */
export function made(list, items) {
  const template = list.querySelector(":scope > template");
  return items.map((item) => {
    const copy = copyOf(template);
    fill(copy, item);
    return copy;
  });
}

/**
 * @param {HTMLElement} list
 * @param {Record<string, any>[] | DocumentFragment[]} items
 */
function fillList(list, items) {
  const copies = items[0] instanceof DocumentFragment ? items : made(list, items);
  list.replaceChildren(list.querySelector(":scope > template"), ...copies);
  setShown(list, items.length > 0 || !("ifAny" in list.dataset));
}

/**
 * @param {Element} template of HTML, or of a drawing, where it is an element like any other
 * @returns {DocumentFragment}
 */
function copyOf(template) {
  if (template instanceof HTMLTemplateElement) {
    return template.content.cloneNode(true);
  }
  const copy = new DocumentFragment();
  copy.append(...template.cloneNode(true).childNodes);
  return copy;
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
    } else if (element.getAttribute(attribute) !== String(value)) {
      element.setAttribute(attribute, value === true ? "" : String(value));
    }
  }
}

/**
 * @param {HTMLElement} element
 * @param {string | Element} drawing
 */
function draw(element, drawing) {
  if (typeof drawing === "string") {
    element.innerHTML = drawing;
  } else if (element.firstElementChild !== drawing) {
    element.replaceChildren(drawing);
  }
}

/**
 * @param {HTMLElement} element
 * @param {any} value
 */
function say(element, value) {
  const isThere = value !== null && value !== undefined && value !== false && value !== "";
  const text = isThere ? words(element.dataset, value) : "";
  setShown(element, isThere);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * @param {DOMStringMap} data
 * @param {any} value
 * @returns {string} the value in the words that the element carries for it
 */
export function words(data, value) {
  if (data.other !== undefined) {
    const form = new Intl.PluralRules(document.documentElement.lang).select(value.num ?? value);
    return put(form === "one" ? data.one : data.other, value);
  }
  const said = typeof value === "string" ? data[`say${value[0].toUpperCase()}${value.slice(1)}`] : undefined;
  const pattern = said ?? data.say;
  return pattern === undefined ? String(value) : put(pattern, value);
}

/**
 * @param {string} pattern
 * @param {any} value
 * @returns {string} the pattern with the value, or the members of an object, in its places
 */
function put(pattern, value) {
  return typeof value === "object"
    ? pattern.replace(/\{(\w+)\}/g, (_all, name) => String(value[name]))
    : pattern.replaceAll("{}", () => String(value));
}
