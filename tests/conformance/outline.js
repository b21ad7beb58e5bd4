/**
 * What one sees and hears of the page, line by line.
 *
 * @param {Document} page which is changed by it
 * @returns {string[]}
 */
(page) => {
  page.querySelectorAll("[hidden], template, script, [name=csrf_token], .bar > :not(.bar__title, [data-scene-part])").forEach((one) => one.remove());
  const parts = [...page.querySelectorAll(".bar, main")];
  return [...parts.flatMap((part) => linesOf(part, "")), ...parts.map((part) => spaced(part.textContent))];

  function linesOf(node, indent) {
    if (node.nodeType === Node.TEXT_NODE) {
      return node.textContent.trim() ? [indent + spaced(node.textContent).trim()] : [];
    }
    if (node.nodeType !== Node.ELEMENT_NODE) {
      return [];
    }
    const attributes = [...node.attributes].map(attributeOf).filter(Boolean).sort();
    return [
      `${indent}<${[node.localName, ...attributes].join(" ")}>`,
      ...[...node.childNodes].flatMap((child) => linesOf(child, `${indent} `)),
    ];
  }

  /** Hooks for scripts, and where a form goes, are each side's own. */
  function attributeOf({ name, value }) {
    if (name.startsWith("data-") || name === "action") {
      return "";
    }
    const words = spaced(value).trim();
    return name === "class" ? `class=${words.split(" ").sort().join(" ")}` : `${name}=${words}`;
  }

  function spaced(text) {
    return text.replace(/\s+/g, " ");
  }
};
