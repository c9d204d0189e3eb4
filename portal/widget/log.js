// The list of messages: who said what and when, the bot's buttons and cards, and what became of
// what the user sent.
import { cardOf } from "./card.js";
import { button, el } from "./element.js";
import { librasButton } from "./libras.js";
import { linkified, pieces } from "./linkify.js";
import { sizeInWords } from "./uploads.js";

const SPEAKER = { user: "Você", bot: "Assistente", agent: "Atendente" };
const CLOCK = new Intl.DateTimeFormat("pt-BR", { hour: "2-digit", minute: "2-digit", timeZone: "America/Sao_Paulo" });
// What the keyboard, or a line under a message, may have moved the end by.
const NEAR_PX = 320;
export const QUEUED = "Na fila: vai quando a conexão voltar.";

export class Log {
  #shown = new Map();
  // Addresses that the user wrote are his own: a tap on them would only take him out of the chat.
  #own = new Set();

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
    this.#own.clear();
    this.root.replaceChildren();
  }

  /** Add {id, from, text, buttons?, card?, at?}; the same id is shown once. Returns whether it was new. */
  add({ id, from, text, buttons = [], card = null, at = null }) {
    const ofFile = id.startsWith("file-");
    if (this.#shown.has(id)) {
      if (ofFile) this.#mark(id);
      return false;
    }
    // What is said of a file answers no question: the one that was asked keeps its choices.
    if (!ofFile) this.#dropButtons();
    const item = this.#item(from, at);
    const shape = card && cardOf(card);
    item.append(shape || el("p.text", {}, this.#linked(from, text ?? "")));
    if (buttons.length) item.append(this.#choices(buttons));
    const signed = from !== "user" && librasButton([text, ...buttons.map(({ title }) => title)].join("\n"));
    if (signed) item.append(signed);
    this.#shown.set(id, item);
    this.root.append(item);
    this.toEnd();
    return true;
  }

  delivered(id) {
    this.#mark(id);
  }

  /** Said under a message that is not there yet. */
  queued(id) {
    this.#mark(id, el("p", {}, QUEUED));
  }

  /** Say under the message why it was not delivered, with a button to try again. */
  refused(id, reason) {
    const again = button("Tentar de novo", () => {
      this.#mark(id);
      this.onRetry(id);
    });
    this.#mark(id, el("p.wrong", {}, linkified(reason)), again);
  }

  /** A file on its way: {id, file, state, share, text, again}; `uploads` is told what is pressed. */
  file(upload, uploads) {
    const { file, state } = upload;
    const id = `file-${upload.id}`;
    if (state === "dropped") return this.#remove(id);
    if (!this.#shown.has(id)) this.add({ id, from: "user", text: `Arquivo: ${file.name} (${sizeInWords(file.size)})` });
    const drop = (label) => button(label, () => uploads.drop(upload));
    if (state === "queued") {
      this.#mark(id, el("p", {}, uploads.connection.connected ? "Na fila." : QUEUED), drop("Cancelar"));
    } else if (state === "sending") {
      this.#progress(id, upload, drop);
    } else if (state === "failed") {
      const again = upload.again ? button("Tentar de novo", () => uploads.retry(upload)) : null;
      this.#mark(id, el("p.wrong", {}, "Não enviado. ", linkified(upload.text)), again, drop("Tirar da conversa"));
    } else this.#mark(id);
  }

  toEnd() {
    this.root.scrollTop = this.root.scrollHeight;
  }

  /** The same for who was there; who reads further up is left there. */
  stayAtEnd() {
    if (this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < NEAR_PX) this.toEnd();
  }

  #progress(id, upload, drop) {
    const percent = Math.round(upload.share * 100);
    const there = this.#shown.get(id).querySelector("progress");
    if (!there) {
      const label = `Enviando ${upload.file.name}`;
      // Its own label says the figure to whoever asks; announced each time it would drown the conversation.
      this.#mark(id, el("p", {}, "Enviando…"), el("progress", { max: 100, value: percent, "aria-label": label }), drop("Cancelar"));
    } else if (there.value !== percent) there.value = percent;
  }

  #item(from, at) {
    const item = el("div.message", {});
    item.classList.add(from in SPEAKER ? from : "bot");
    const speaker = el("p.speaker", {}, SPEAKER[from] ?? SPEAKER.bot);
    const when = at ? new Date(at) : new Date();
    if (!Number.isNaN(when.getTime())) speaker.append(" ", el("time", { dateTime: when.toISOString() }, CLOCK.format(when)));
    item.append(speaker);
    return item;
  }

  #linked(from, text) {
    if (from === "user") {
      for (const { href, text: address } of pieces(text)) if (href?.startsWith("mailto:")) this.#own.add(address.toLowerCase());
    }
    return linkified(text, (piece) => this.#own.has(piece.text.toLowerCase()));
  }

  #mark(id, ...children) {
    const item = this.#shown.get(id);
    if (!item) return;
    const held = item.querySelector(".delivery")?.contains(this.root.getRootNode().activeElement);
    item.querySelector(".delivery")?.remove();
    if (children.length) item.append(el("div.delivery", {}, ...children));
    // The focus of a button that is gone stays with the conversation.
    if (held) this.root.focus();
    this.stayAtEnd();
  }

  #remove(id) {
    this.#mark(id);
    this.#shown.get(id)?.remove();
    this.#shown.delete(id);
  }

  #choices(buttons) {
    return el(
      "div.choices",
      { role: "group", "aria-label": "Respostas sugeridas" },
      ...buttons.map((choice) => button(choice.title, () => this.onChoice(choice))),
    );
  }

  // An old suggestion answers an old question: only the newest message keeps its buttons.
  #dropButtons() {
    for (const group of this.root.querySelectorAll(".choices")) group.remove();
  }
}
