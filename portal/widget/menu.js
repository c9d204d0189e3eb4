// The conversation's options: a list that opens below its button, and the sheet in which one of them asks or offers
// something. Escape closes the innermost.
import { button, el } from "./element.js";

export class Menu {
  #back = null;

  constructor(find) {
    this.more = find(".more");
    this.options = find(".options");
    this.sheet = find(".sheet");
    this.more.addEventListener("click", () => this.#show(this.options.hidden));
    this.options.addEventListener("keydown", (event) => this.#move(event));
    this.options.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && relatedTarget !== this.more && !this.options.contains(relatedTarget)) this.#show(false);
    });
  }

  /** `ask(question, yes, onYes)` with a way back. */
  ask(question, yes, onYes) {
    const no = button("Continuar conversando", () => this.close());
    this.open(el("p", {}, question), el("div.row", {}, button(yes, () => this.close(onYes), ".primary"), no));
    no.focus();
  }

  /** Something of its own, closed by a button. */
  open(...children) {
    this.#show(false);
    this.sheet.replaceChildren(...children);
    this.sheet.setAttribute("aria-label", children[0].textContent);
    this.sheet.hidden = false;
    this.#back = this.more;
  }

  /** Closes what is open; whether there was anything. */
  close(then = null) {
    if (!this.options.hidden) {
      this.#show(false);
      this.more.focus();
      return true;
    }
    if (this.sheet.hidden) return false;
    this.sheet.hidden = true;
    this.sheet.replaceChildren();
    if (then) then();
    else this.#back?.focus();
    return true;
  }

  hide() {
    this.#show(false);
    this.sheet.hidden = true;
  }

  #show(open) {
    this.options.hidden = !open;
    this.more.setAttribute("aria-expanded", String(open));
    if (open) this.options.querySelector("button").focus();
  }

  #move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...this.options.querySelectorAll("button")];
    all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
  }
}
