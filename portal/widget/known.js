// What the CSS knows to be down, at the top of the chat. Without an answer there is no notice.
import { el } from "./element.js";

const FRESH_MS = 60000;
const MOST = 2;

export class Known {
  #asked = 0;

  /** `home`: the address of the page of the CSS, which knows; `place`: where the notice stands. */
  constructor(home, place) {
    this.home = home;
    this.place = place;
  }

  async look() {
    if (Date.now() - this.#asked < FRESH_MS) return;
    this.#asked = Date.now();
    try {
      const answer = await fetch(new URL("/situacao.json", this.home), { credentials: "omit" });
      if (answer.ok) this.#show((await answer.json()).running);
    } catch {
      this.#show([]);
    }
  }

  #show(running) {
    const page = el(
      "a",
      { href: new URL("/situacao", this.home).href, target: "_blank", rel: "noopener" },
      "Ver a situação dos serviços",
    );
    const names = running.slice(0, MOST).map((one) => `${one.service.name}: ${one.title}`);
    if (running.length > MOST) names.push(`e mais ${running.length - MOST}`);
    this.place.replaceChildren(el("p", {}, `Problema conhecido agora. ${names.join("; ")}. `, page));
    this.place.hidden = !running.length;
  }
}
