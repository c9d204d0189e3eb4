// VLibras reads a page's text where it is clicked, but sees into no shadow root: while it is open, each message has a
// button that hands its text over. As in its public source (spbgovbr-vlibras/vlibras-web-browsers, widget and plugin).
import { button } from "./element.js";

const WRAPPER = "[vw-plugin-wrapper]";
/** Of the host page's elements, those that VLibras needs to stay usable. */
export const LIBRAS = "[vw], .vw-links";

/** Says on the host, by a class, whether the translator of this page is open. */
export function followLibras(host) {
  const wrapper = document.querySelector(WRAPPER);
  if (!wrapper) return;
  const tell = () => host.classList.toggle("has-libras", wrapper.classList.contains("active"));
  new MutationObserver(tell).observe(wrapper, { attributes: true, attributeFilter: ["class"] });
  tell();
}

/** The button of one message; null where the page has no translator. */
export function librasButton(text) {
  if (!text || !document.querySelector(WRAPPER)) return null;
  return button("Ver em Libras", () => globalThis.plugin?.translate(text.replace(/\s+/g, " ").trim()), ".libras");
}
