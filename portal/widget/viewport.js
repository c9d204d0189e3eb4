// On a small screen the panel covers the page: the page behind is inert, and the panel ends where the soft keyboard
// begins. Both follow the screen as it turns.

import { LIBRAS } from "./libras.js";

// As in widget.css.
const COVERS_PAGE = matchMedia("(max-width: 480px)");
/** A finger, not a mouse: a focused text field would bring the soft keyboard up over what is to be read. */
export const byTouch = () => matchMedia("(pointer: coarse)").matches;

export class Cover {
  #behind = [];
  #open = false;

  constructor(host, panel, onFit) {
    this.host = host;
    this.panel = panel;
    this.onFit = onFit;
    COVERS_PAGE.addEventListener("change", () => this.#apply());
    for (const name of ["resize", "scroll"]) globalThis.visualViewport?.addEventListener(name, () => this.#fit());
  }

  set open(open) {
    this.#open = open;
    this.#apply();
  }

  #apply() {
    const covered = this.#open && COVERS_PAGE.matches;
    if (covered) this.panel.setAttribute("aria-modal", "true");
    else this.panel.removeAttribute("aria-modal");
    for (const element of this.#behind) element.inert = false;
    const behind = (element) => element !== this.host && !element.inert && !element.matches(LIBRAS);
    this.#behind = covered ? [...document.body.children].filter(behind) : [];
    for (const element of this.#behind) element.inert = true;
    this.#fit();
  }

  #fit() {
    const view = globalThis.visualViewport;
    const covered = this.#open && COVERS_PAGE.matches && view && view.scale === 1;
    const height = covered ? `${view.height}px` : "";
    this.panel.style.marginTop = covered ? `${view.offsetTop}px` : "";
    if (this.panel.style.height === height) return;
    this.panel.style.height = height;
    this.onFit();
  }
}
