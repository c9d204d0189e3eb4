// Elements in one line; text only ever enters as text.

/** el("button.send", {type: "button", onclick}, "Enviar"): tag and classes, properties or attributes, children. */
export function el(what, given = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(given)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(label, onclick, classes = "") {
  return el(`button${classes}`, { type: "button", onclick }, label);
}
