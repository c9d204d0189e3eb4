// <assistente-serpro>: the launcher and the conversation panel, in a shadow root so that
// neither the host page's CSS nor ours reaches the other.
import { Connection } from "./connection.js";
import { Log } from "./log.js";
import { MARKUP } from "./markup.js";
import { recall, remember } from "./memory.js";
import STYLES from "./widget.css";

const LIMIT = 8000;
// As in widget.css.
const COVERS_PAGE = "(max-width: 480px)";
const HELP_AFTER_MS = 20000;
const CONNECTING = "Conectando…";
const OFFLINE = "Sem conexão. Tentando de novo…";
const UNREACHABLE =
  "O Assistente não está respondendo. Você também pode ligar para 0800 728 2323 ou escrever para css.serpro@serpro.gov.br.";
const NO_FILES =
  "A imagem ou o arquivo não foi enviado: por aqui só vai texto. Depois de abrir o acionamento, anexe pelo link que chega no e-mail.";
const STARTED_AGAIN = "A conversa anterior expirou. Começamos uma nova.";

export class AssistantPanel extends HTMLElement {
  #unread = 0;
  #helpTimer = null;
  #behind = [];

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
    this.typing = find(".typing");
    this.input = find("textarea");
    this.askEnd = find(".ask-end");
    this.log = new Log(find(".log"), {
      onChoice: ({ title, payload }) => this.#say(payload, title),
      onRetry: (id) => {
        this.connection.retry(id);
        this.input.focus();
      },
    });
    this.connection = new Connection(this.getAttribute("chat-url") || location.origin);
    this.#listen(find);
    this.#follow(this.connection);
    if (recall("open")) this.open({ focus: false });
    else if (recall("token")) this.#connect();
  }

  open({ focus = true } = {}) {
    this.panel.hidden = false;
    this.#coverPage(matchMedia(COVERS_PAGE).matches);
    this.launcher.setAttribute("aria-expanded", "true");
    this.classList.add("is-open");
    remember("open", "1");
    this.#countUnread(0);
    this.#connect();
    if (focus) this.input.focus();
  }

  close() {
    this.panel.hidden = true;
    this.#coverPage(false);
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

  #listen(find) {
    this.launcher.addEventListener("click", () => (this.panel.hidden ? this.open() : this.close()));
    find(".close").addEventListener("click", () => this.close());
    find(".end").addEventListener("click", () => {
      this.askEnd.hidden = false;
      find(".end-no").focus();
    });
    find(".end-no").addEventListener("click", () => {
      this.askEnd.hidden = true;
      this.input.focus();
    });
    find(".end-yes").addEventListener("click", () => this.#end());
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (this.askEnd.hidden) this.close();
      else find(".end-no").click();
    });
    this.input.addEventListener("input", () => this.#fit(find(".left")));
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        find(".compose").requestSubmit();
      }
    });
    for (const name of ["paste", "drop"]) {
      this.panel.addEventListener(name, (event) => {
        const files = (event.clipboardData ?? event.dataTransfer)?.files;
        if (!files?.length) return;
        event.preventDefault();
        this.state.textContent = NO_FILES;
      });
    }
    this.panel.addEventListener("dragover", (event) => event.preventDefault());
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

  #follow(connection) {
    const on = (name, react) => connection.addEventListener(name, ({ detail }) => react(detail));
    on("session", ({ history, new: isNew }) => {
      this.#connectionIsBack();
      const lost = isNew && this.log.size > connection.pending.length;
      this.log.replace(history);
      for (const { id, shown } of connection.pending) if (shown) this.log.add({ id, from: "user", text: shown });
      if (lost) this.state.textContent = STARTED_AGAIN;
      // The bot's own greeting opens a conversation; the words are the dialogue's, not the widget's.
      if (!history.length && !connection.pending.length) connection.send("/greet", null);
    });
    on("message", (message) => {
      if (this.log.add(message) && this.panel.hidden) this.#countUnread(this.#unread + 1);
    });
    on("said", (message) => this.log.add(message));
    on("typing", (typing) => {
      this.typing.hidden = !typing.on;
    });
    on("delivered", ({ id }) => this.log.delivered(id));
    on("refused", ({ id, text, shown }) => {
      if (shown) this.log.refused(id, text);
      else this.state.textContent = text;
    });
    on("offline", ({ text }) => {
      this.typing.hidden = true;
      if (text || this.state.textContent !== UNREACHABLE) this.#waitForConnection(text ?? OFFLINE);
    });
  }

  #say(text, shown = text) {
    const message = this.connection.send(text, shown);
    this.log.add({ id: message.id, from: "user", text: shown });
    this.input.focus();
  }

  #end() {
    this.connection.forget();
    this.log.clear();
    this.typing.hidden = true;
    this.askEnd.hidden = true;
    this.close();
  }

  #waitForConnection(text) {
    this.state.textContent = text;
    this.#helpTimer ??= setTimeout(() => {
      this.state.textContent = UNREACHABLE;
    }, HELP_AFTER_MS);
  }

  #connectionIsBack() {
    clearTimeout(this.#helpTimer);
    this.#helpTimer = null;
    this.state.textContent = "";
  }

  // On a small screen the panel hides the page: keep the focus from going behind it.
  #coverPage(covered) {
    if (covered) this.panel.setAttribute("aria-modal", "true");
    else this.panel.removeAttribute("aria-modal");
    for (const element of this.#behind) element.inert = false;
    this.#behind = covered ? [...document.body.children].filter((element) => element !== this && !element.inert) : [];
    for (const element of this.#behind) element.inert = true;
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
