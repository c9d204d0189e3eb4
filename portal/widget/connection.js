// The socket.io side of the widget: the session token, acknowledgements and what is
// still to be delivered. A message keeps its id when it is sent again, so that the
// server can tell a retry from a second message.
import { io } from "socket.io-client";
import { recall, remember } from "./memory.js";

const ACK_MS = 15000;
const DROPPED_MS = 2000;
const REFUSED_MS = 20000;
export const NOT_DELIVERED = "A mensagem não chegou. Verifique sua conexão e tente de novo.";

export class Connection extends EventTarget {
  #socket = null;
  #waiting = new Map();

  constructor(url) {
    super();
    this.url = url;
  }

  get started() {
    return this.#socket !== null;
  }

  get connected() {
    return Boolean(this.#socket?.connected);
  }

  /** Messages not yet accepted by the server, oldest first: {id, text, shown}; shown is null for our own. */
  get pending() {
    return [...this.#waiting.values()];
  }

  start() {
    if (this.#socket) return;
    const socket = io(this.url, {
      auth: (answer) => answer({ token: recall("token") }),
      reconnectionDelay: 1000,
      reconnectionDelayMax: 10000,
    });
    this.#socket = socket;
    socket.on("session", (session) => {
      remember("token", session.token);
      for (const message of this.pending) if (!message.refused) this.#deliver(message);
      this.#tell("session", session);
    });
    socket.on("bot_message", (message) => this.#tell("message", message));
    socket.on("user_said", (message) => this.#tell("said", message));
    socket.on("typing", ({ on }) => this.#tell("typing", { on }));
    socket.on("connect", () => this.#tell("online", {}));
    socket.on("connect_error", (error) => {
      this.#tell("offline", { text: error.data?.text });
      // A refusal by the server, unlike a broken line, is not tried again by socket.io.
      if (!socket.active) this.#later(socket, REFUSED_MS);
    });
    socket.on("disconnect", (reason) => {
      this.#tell("offline", {});
      // After a disconnect by the server socket.io does not come back by itself.
      if (reason === "io server disconnect") this.#later(socket, DROPPED_MS);
    });
  }

  /** Send `text`; `shown` is what the user sees of it (a button's title, for a payload). */
  send(text, shown = text) {
    const id = newId();
    // What a button's payload is called: the other tabs of the conversation show that.
    const wire = shown && shown !== text ? { id, text, title: shown } : { id, text };
    const message = { id, text, shown, wire, refused: false };
    this.#waiting.set(message.id, message);
    if (this.connected) this.#deliver(message);
    return message;
  }

  retry(id) {
    const message = this.#waiting.get(id);
    if (!message) return;
    message.refused = false;
    if (this.connected) this.#deliver(message);
    else this.#socket?.connect();
  }

  /** Forget the conversation in this tab; the next start() gets a new one. */
  forget() {
    remember("token", null);
    this.#waiting.clear();
    this.#socket?.disconnect();
    this.#socket = null;
  }

  async #deliver(message) {
    const socket = this.#socket;
    // A dropped connection is retried by the next session; only a silent server is a failure. Its answer
    // still counts when it comes late.
    const silence = setTimeout(() => {
      if (socket.connected && this.#waiting.has(message.id)) this.#refuse(message, NOT_DELIVERED);
    }, ACK_MS);
    let answer;
    try {
      answer = await socket.emitWithAck("user_message", message.wire);
    } catch {
      return;
    } finally {
      clearTimeout(silence);
    }
    if (this.#socket !== socket) return;
    if (answer?.ok) {
      this.#waiting.delete(message.id);
      this.#tell("delivered", { id: message.id });
    } else if (this.#waiting.has(message.id)) {
      this.#refuse(message, answer?.text || NOT_DELIVERED);
    }
  }

  #later(socket, ms) {
    setTimeout(() => this.#socket === socket && socket.connect(), ms);
  }

  #refuse(message, text) {
    message.refused = true;
    this.#tell("refused", { id: message.id, text, shown: message.shown });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function newId() {
  // randomUUID exists on secure origins only, and the widget may be embedded on http.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
