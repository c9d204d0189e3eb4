// Who is typing: the attendant hears that the person is, the person sees who is. No word of it is sent before it is
// sent, and what is not said again is forgotten.
const EVERY_MS = 3000;
const LASTS_MS = 6000;
const BOT = "O Assistente está escrevendo…";
const AGENT = "O atendente está escrevendo…";

export class Keystrokes {
  #attended = false;
  #saidAt = 0;
  #forgets = null;

  /** `line`: the paragraph that says it; its last child has the words. */
  constructor(connection, line) {
    this.connection = connection;
    this.line = line;
  }

  /** Whether a person attends. */
  set attended(attended) {
    if (this.#attended && !attended) this.hide();
    this.#attended = attended;
  }

  /** The person typed; `text` is what stands there now. */
  typed(text) {
    if (!this.#attended || !text.trim() || Date.now() - this.#saidAt < EVERY_MS) return;
    this.#saidAt = Date.now();
    this.connection.mention("typing_to_agent", { on: true });
  }

  /** He sent it. */
  sent() {
    if (this.#saidAt) this.connection.mention("typing_to_agent", { on: false });
    this.#saidAt = 0;
  }

  /** {on, from}: the server says who is typing; from "agent" or nobody, then it is the assistant. */
  shown({ on, from }) {
    this.hide();
    if (!on) return;
    this.line.lastElementChild.textContent = from === "agent" ? AGENT : BOT;
    this.line.hidden = false;
    if (from === "agent") this.#forgets = setTimeout(() => this.hide(), LASTS_MS);
  }

  hide() {
    clearTimeout(this.#forgets);
    this.line.hidden = true;
  }
}
