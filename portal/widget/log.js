// The list of messages: who said what and when, the bot's buttons, and what became of
// a message that the user sent.
import { linkified } from "./linkify.js";

const SPEAKER = { user: "Você", bot: "Assistente", agent: "Atendente" };
const CLOCK = new Intl.DateTimeFormat("pt-BR", { hour: "2-digit", minute: "2-digit", timeZone: "America/Sao_Paulo" });

export class Log {
  #shown = new Map();

  /** `onChoice({title, payload})` and `onRetry(id)` are called from the buttons. */
  constructor(root, { onChoice, onRetry }) {
    this.root = root;
    this.onChoice = onChoice;
    this.onRetry = onRetry;
  }

  /** Show a whole conversation at once, without a screen reader reading it all again. */
  replace(messages) {
    this.root.setAttribute("aria-live", "off");
    this.clear();
    for (const message of messages) this.add(message);
    requestAnimationFrame(() => this.root.setAttribute("aria-live", "polite"));
  }

  get size() {
    return this.#shown.size;
  }

  clear() {
    this.#shown.clear();
    this.root.replaceChildren();
  }

  /** Add {id, from, text, buttons?, at?}; the same id is shown once. Returns whether it was new. */
  add({ id, from, text, buttons = [], at = null }) {
    if (this.#shown.has(id)) return false;
    this.#dropButtons();
    const item = document.createElement("div");
    item.className = `message ${from in SPEAKER ? from : "bot"}`;
    const speaker = document.createElement("p");
    speaker.className = "speaker";
    speaker.textContent = SPEAKER[from] ?? SPEAKER.bot;
    const when = at ? new Date(at) : new Date();
    if (!Number.isNaN(when.getTime())) {
      const time = document.createElement("time");
      time.dateTime = when.toISOString();
      time.textContent = CLOCK.format(when);
      speaker.append(" ", time);
    }
    const body = document.createElement("p");
    body.className = "text";
    body.append(linkified(text ?? ""));
    item.append(speaker, body);
    if (buttons.length) item.append(this.#choices(buttons));
    this.#shown.set(id, item);
    this.root.append(item);
    this.root.scrollTop = this.root.scrollHeight;
    return true;
  }

  delivered(id) {
    this.#shown.get(id)?.querySelector(".delivery")?.remove();
  }

  /** Say under the message why it was not delivered, with a button to try again. */
  refused(id, reason) {
    const item = this.#shown.get(id);
    if (!item) return;
    this.delivered(id);
    const box = document.createElement("div");
    box.className = "delivery";
    const why = document.createElement("p");
    why.textContent = reason;
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "Tentar de novo";
    again.addEventListener("click", () => {
      this.delivered(id);
      this.onRetry(id);
    });
    box.append(why, again);
    item.append(box);
    this.root.scrollTop = this.root.scrollHeight;
  }

  #choices(buttons) {
    const group = document.createElement("div");
    group.className = "choices";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Respostas sugeridas");
    for (const choice of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = choice.title;
      button.addEventListener("click", () => this.onChoice(choice));
      group.append(button);
    }
    return group;
  }

  // An old suggestion answers an old question: only the newest message keeps its buttons.
  #dropButtons() {
    for (const group of this.root.querySelectorAll(".choices")) group.remove();
  }
}
