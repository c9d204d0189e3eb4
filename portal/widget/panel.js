// <assistente-serpro>: the launcher and the conversation panel, in a shadow root so that
// neither the host page's CSS nor ours reaches the other.
import { stepAside } from "./aside.js";
import { Connection } from "./connection.js";
import { followContrast } from "./contrast.js";
import { copies } from "./copies.js";
import { button, el } from "./element.js";
import { farewell } from "./farewell.js";
import { Keystrokes } from "./keystrokes.js";
import { showKnown } from "./known.js";
import { followLibras } from "./libras.js";
import { linkified } from "./linkify.js";
import { Log } from "./log.js";
import { MARKUP } from "./markup.js";
import { onEndedElsewhere, recall, recallToken, remember } from "./memory.js";
import { Menu } from "./menu.js";
import { Uploads, filesOf } from "./uploads.js";
import { Cover, byTouch } from "./viewport.js";
import STYLES from "./widget.css";

const LIMIT = 8000;
const HELP_AFTER_MS = 20000;
const CONNECTING = "Conectando…";
const HELP = "Você também pode ligar para 0800 728 2323 ou escrever para css.serpro@serpro.gov.br.";
const OFFLINE = "Sem conexão com o Assistente. Tentando de novo…";
const UNREACHABLE = `O Assistente não está respondendo. ${HELP}`;
const STARTED_AGAIN = "A conversa anterior expirou. Começamos uma nova.";
const END = "Encerrar a conversa? O que foi escrito some deste aparelho. Seus acionamentos continuam registrados.";
const RESTART = "Começar de novo? A conversa de agora é encerrada e some deste aparelho. Seus acionamentos continuam registrados.";

export class AssistantPanel extends HTMLElement {
  #unread = 0;
  #helpTimer = null;

  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [sheet];
    root.innerHTML = MARKUP;
    const find = (selector) => root.querySelector(selector);
    this.launcher = find(".launcher");
    this.panel = find(".panel");
    this.state = find(".state");
    this.known = find(".known");
    this.waiting = find(".waiting");
    this.input = find("textarea");
    this.ended = find(".ended");
    this.menu = new Menu(find);
    this.log = new Log(find(".log"), {
      onChoice: ({ title, payload }) => this.#say(payload, title),
      onRetry: (id) => {
        this.connection.retry(id);
        if (!this.connection.connected) this.log.queued(id);
        this.#toTheText();
      },
    });
    this.connection = new Connection(this.getAttribute("chat-url") || location.origin);
    this.uploads = new Uploads(this.connection);
    this.keystrokes = new Keystrokes(this.connection, find(".typing"));
    this.cover = new Cover(this, this.panel, () => this.log.stayAtEnd());
    this.#listen(find);
    this.#follow(this.connection);
    followLibras(this);
    stepAside(this, this.launcher);
    followContrast(this);
    onEndedElsewhere(() => this.#isOver("A conversa foi encerrada em outra aba"));
    if (recall("open")) this.open({ focus: false });
    else if (recallToken()) this.#connect();
  }

  open({ focus = true } = {}) {
    this.panel.hidden = false;
    this.cover.open = true;
    this.launcher.setAttribute("aria-expanded", "true");
    this.classList.add("is-open");
    remember("open", "1");
    this.#countUnread(0);
    if (this.ended.hidden) this.#connect();
    showKnown(this.getAttribute("home-url") || location.origin, this.known);
    if (focus) this.#toTheText();
    this.log.toEnd();
  }

  close() {
    if (!this.ended.hidden) this.#leaveFarewell();
    this.menu.hide();
    this.panel.hidden = true;
    this.cover.open = false;
    this.launcher.setAttribute("aria-expanded", "false");
    this.classList.remove("is-open");
    remember("open", null);
    this.launcher.focus();
  }

  #connect() {
    if (this.connection.started) return;
    this.#waitForConnection(CONNECTING);
    this.connection.start();
  }

  // By touch the focus in the text would bring up the keyboard over what is to be read.
  #toTheText() {
    if (!this.ended.hidden) this.ended.querySelector("h3").focus();
    else if (byTouch()) this.log.root.focus({ preventScroll: true });
    else this.input.focus();
  }

  #listen(find) {
    this.launcher.addEventListener("click", () => (this.panel.hidden ? this.open() : this.close()));
    find(".close").addEventListener("click", () => this.close());
    find(".copy").addEventListener("click", () => {
      const done = button("Voltar à conversa", () => this.menu.close());
      this.menu.open(el("h3", {}, "Guardar a conversa"), copies(this.connection), el("div.row.last", {}, done));
      this.menu.sheet.querySelector("button").focus();
    });
    find(".restart").addEventListener("click", () => this.menu.ask(RESTART, "Começar de novo", () => this.#restart()));
    find(".end").addEventListener("click", () => this.menu.ask(END, "Encerrar", () => this.#end()));
    find(".give-up").addEventListener("click", () => this.#say("/stop", "Desistir de esperar"));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.menu.close()) this.close();
    });
    this.input.addEventListener("input", () => {
      this.#fit(find(".left"));
      this.keystrokes.typed(this.input.value);
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        find(".compose").requestSubmit();
      }
    });
    this.#listenForFiles(find);
    find(".compose").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.input.value.trim();
      this.input.focus();
      if (!text || text.length > LIMIT) return;
      this.input.value = "";
      this.#fit(find(".left"));
      this.#say(text);
    });
  }

  #listenForFiles(find) {
    for (const [press, pick] of [[".attach", ".picker"], [".camera", ".shutter"]]) {
      const picker = find(pick);
      find(press).addEventListener("click", () => picker.click());
      picker.addEventListener("change", () => {
        this.#attach([...picker.files]);
        picker.value = ""; // the same file again is a change again
      });
    }
    for (const name of ["paste", "drop"]) {
      this.panel.addEventListener(name, (event) => {
        this.panel.classList.remove("is-aimed-at");
        const files = this.ended.hidden ? filesOf(event.clipboardData ?? event.dataTransfer) : [];
        if (!files.length) return;
        event.preventDefault();
        this.#attach(files);
      });
    }
    this.panel.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files") || !this.ended.hidden) return;
      event.preventDefault();
      this.panel.classList.add("is-aimed-at");
    });
    this.panel.addEventListener("dragleave", (event) => {
      if (!this.panel.contains(event.relatedTarget)) this.panel.classList.remove("is-aimed-at");
    });
    this.uploads.addEventListener("changed", ({ detail }) => this.log.file(detail, this.uploads));
  }

  #follow(connection) {
    const on = (name, react) => connection.addEventListener(name, ({ detail }) => react(detail));
    on("session", ({ history, new: isNew }) => {
      this.#connectionIsBack();
      const own = connection.pending.length + this.uploads.unfinished.length;
      const lost = isNew && this.log.size > own;
      this.log.replace(history);
      for (const { id, shown, refused } of connection.pending) {
        if (!shown) continue;
        this.log.add({ id, from: "user", text: shown });
        if (refused) this.log.refused(id, refused);
      }
      for (const upload of this.uploads.unfinished) this.log.file(upload, this.uploads);
      this.#place({ state: null });
      if (lost) this.#tell(STARTED_AGAIN);
      // The bot's own greeting opens a conversation; the words are the dialogue's, not the widget's.
      if (!history.length && !connection.pending.length) connection.send("/greet", null);
    });
    on("message", (message) => {
      if (message.from === "agent") this.keystrokes.hide();
      if (this.log.add(message) && this.panel.hidden) this.#countUnread(this.#unread + 1);
    });
    on("said", (message) => this.log.add(message));
    on("typing", (typing) => {
      this.keystrokes.shown(typing);
      this.log.stayAtEnd();
    });
    on("waiting", (place) => this.#place(place));
    on("delivered", ({ id }) => this.log.delivered(id));
    on("refused", ({ id, text, shown }) => {
      if (shown) this.log.refused(id, text);
      else this.#tell(text);
    });
    on("offline", ({ text }) => {
      this.keystrokes.hide();
      for (const { id, refused } of connection.pending) if (!refused) this.log.queued(id);
      if (text || this.state.textContent !== UNREACHABLE) this.#waitForConnection(text ?? OFFLINE);
    });
  }

  #say(text, shown = text) {
    this.keystrokes.sent();
    const message = this.connection.send(text, shown);
    this.log.add({ id: message.id, from: "user", text: shown });
    if (!this.connection.connected) this.log.queued(message.id);
    // A choice that was pressed is gone, and the focus with it; who types goes on typing.
    if (this.shadowRoot.activeElement !== this.input) this.#toTheText();
  }

  #attach(files) {
    for (const file of files) this.uploads.add(file);
    this.#toTheText();
  }

  #place({ state, place, agent }) {
    const text = {
      requested: place === 1 ? "Você é o próximo a falar com uma pessoa." : `Você é o ${place}º da fila para falar com uma pessoa.`,
      taken: `Você está falando com ${agent ?? "uma pessoa"}.`,
    }[state];
    const said = this.waiting.querySelector("p");
    this.waiting.hidden = !text;
    this.keystrokes.attended = state === "taken";
    this.waiting.querySelector("button").hidden = state !== "requested";
    if (said.textContent !== (text ?? "")) said.textContent = text ?? "";
  }

  async #leaveTheQueue() {
    // The line may be down: the desk's own time limit ends the wait then.
    await Promise.race([
      this.connection.request("end").catch(() => null),
      new Promise((go) => setTimeout(go, 2000)),
    ]);
  }

  #end() {
    const left = this.#leaveTheQueue();
    this.#isOver("Conversa encerrada");
    return left;
  }

  async #restart() {
    await this.#leaveTheQueue();
    this.connection.release();
    this.connection.close();
    this.#empty();
    this.#connect();
    this.#toTheText();
  }

  #isOver(title) {
    const talked = this.log.root.querySelector(".user") !== null;
    this.connection.release();
    this.#empty();
    const { element, heading } = farewell(this.connection, {
      talked,
      title,
      onAgain: () => {
        this.#leaveFarewell();
        this.#connect();
        this.#toTheText();
      },
      onClose: () => this.close(),
    });
    this.ended.replaceChildren(element);
    this.ended.hidden = false;
    this.panel.classList.add("is-over");
    if (this.panel.hidden) this.#leaveFarewell();
    else heading.focus();
  }

  #leaveFarewell() {
    this.connection.close();
    this.ended.hidden = true;
    this.ended.replaceChildren();
    this.panel.classList.remove("is-over");
    this.#connectionIsBack();
  }

  #empty() {
    this.menu.hide();
    this.uploads.clear();
    this.log.clear();
    this.keystrokes.hide();
    this.#place({ state: null });
    this.#countUnread(0);
  }

  #tell(text) {
    this.state.replaceChildren(linkified(text));
  }

  #waitForConnection(text) {
    this.#tell(text);
    this.#helpTimer ??= setTimeout(() => this.#tell(UNREACHABLE), HELP_AFTER_MS);
  }

  #connectionIsBack() {
    clearTimeout(this.#helpTimer);
    this.#helpTimer = null;
    this.state.replaceChildren();
  }

  #countUnread(count) {
    this.#unread = count;
    const badge = this.shadowRoot.querySelector(".unread");
    badge.textContent = count === 0 ? "" : count === 1 ? "1 mensagem nova" : `${count} mensagens novas`;
  }

  #fit(counter) {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
    const left = LIMIT - this.input.value.length;
    counter.textContent =
      left < 0
        ? `O texto está todo aqui, mas passa ${-left} caracteres do limite de ${LIMIT}. Encurte-o ou envie em partes.`
        : left <= 100
          ? `Restam ${left} caracteres.`
          : "";
    this.input.setAttribute("aria-invalid", String(left < 0));
  }
}
