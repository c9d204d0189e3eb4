// The socket.io side of the widget: the session token, acknowledgements and what is
// still to be delivered. A message keeps its id when it is sent again, so that the
// server can tell a retry from a second message.
import { io } from "socket.io-client";
import { recall, recallToken, remember, rememberToken } from "./memory.js";

const ACK_MS = 15000;
const DROPPED_MS = 2000;
const REFUSED_MS = 20000;
const PART = 32 * 1024;
export const NOT_DELIVERED = "A mensagem não chegou. Verifique sua conexão e tente de novo.";

export class Connection extends EventTarget {
  #socket = null;
  #waiting = new Map();
  /** Bytes of a file that the server takes at a time. */
  part = PART;

  constructor(url) {
    super();
    this.url = url;
    for (const message of kept()) this.#waiting.set(message.id, message);
  }

  get started() {
    return this.#socket !== null;
  }

  get connected() {
    return Boolean(this.#socket?.connected);
  }

  /** Messages not yet accepted by the server, oldest first: {id, text, shown, refused}; shown is null for our own,
   *  refused the reason why. */
  get pending() {
    return [...this.#waiting.values()];
  }

  start() {
    if (this.#socket) return;
    const socket = io(this.url, {
      auth: (answer) => answer({ token: recallToken() }),
      reconnectionDelay: 1000,
      reconnectionDelayMax: 10000,
    });
    this.#socket = socket;
    socket.on("session", (session) => {
      rememberToken(session.token);
      this.part = session.part || PART;
      // What the conversation holds arrived, though its acknowledgement did not.
      for (const { id } of session.history) this.#waiting.delete(id);
      this.#keep();
      for (const message of this.pending) if (!message.refused) this.#deliver(message);
      this.#tell("session", session);
    });
    socket.on("bot_message", (message) => this.#tell("message", message));
    socket.on("user_said", (message) => this.#tell("said", message));
    socket.on("typing", (typing) => this.#tell("typing", typing));
    socket.on("waiting", (place) => this.#tell("waiting", place));
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
    const message = { id, text, shown, wire, refused: null };
    this.#waiting.set(message.id, message);
    this.#keep();
    if (this.connected) this.#deliver(message);
    return message;
  }

  retry(id) {
    const message = this.#waiting.get(id);
    if (!message) return;
    message.refused = null;
    this.#keep();
    if (this.connected) this.#deliver(message);
    else this.#socket?.connect();
  }

  /** Ask the server for something; its answer. Throws when the line breaks meanwhile. */
  async request(event, data = {}) {
    if (!this.connected) throw new Error("offline");
    return this.#socket.emitWithAck(event, data);
  }

  /** Say something that nobody answers, and that is not worth saying later. */
  mention(event, data) {
    if (this.connected) this.#socket.volatile.emit(event, data);
  }

  /** The browser knows the conversation no more; the line stays, for its grade and its copy. */
  release() {
    rememberToken(null);
    this.#waiting.clear();
    this.#keep();
  }

  /** Hang up; the next start() gets whatever conversation the browser knows, or a new one. */
  close() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.disconnect();
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
      this.#keep();
      this.#tell("delivered", { id: message.id });
    } else if (this.#waiting.has(message.id)) {
      this.#refuse(message, answer?.text || NOT_DELIVERED);
    }
  }

  #later(socket, ms) {
    setTimeout(() => this.#socket === socket && socket.connect(), ms);
  }

  #refuse(message, text) {
    message.refused = text;
    this.#keep();
    this.#tell("refused", { id: message.id, text, shown: message.shown });
  }

  // What is not delivered yet is not lost by a reload.
  #keep() {
    const own = this.pending.filter((message) => message.shown);
    remember("pending", own.length ? JSON.stringify(own) : null);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function kept() {
  try {
    return recall("token") ? (JSON.parse(recall("pending")) ?? []) : [];
  } catch {
    return [];
  }
}

export function newId() {
  // randomUUID exists on secure origins only, and the widget may be embedded on http.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
