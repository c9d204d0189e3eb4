// Files on their way: one after another, in parts, each acknowledged, so that the progress shown is true. What a
// broken line interrupts begins again when it is back. What may be sent is the server's to say, in its words.
import { newId } from "./connection.js";

// Parts on the way at a time: a phone's line takes a tenth of a second for each answer.
const AHEAD = 4;
const FAILED = "O arquivo não chegou. Verifique sua conexão e tente de novo.";
const UNREADABLE = "Não consegui ler o arquivo no seu aparelho. Escolha-o de novo.";

export class Uploads extends EventTarget {
  #items = [];
  #busy = false;

  constructor(connection) {
    super();
    this.connection = connection;
    connection.addEventListener("session", () => this.#run());
  }

  /** Those not yet kept by the server: {id, file, state: "queued" | "sending" | "failed", share, text, again}. */
  get unfinished() {
    return [...this.#items];
  }

  add(file) {
    const item = { id: newId(), file, state: "queued", share: 0, text: "", again: false };
    this.#items.push(item);
    this.#tell(item);
    this.#run();
  }

  retry(item) {
    Object.assign(item, { state: "queued", share: 0 });
    this.#tell(item);
    this.#run();
  }

  /** Not to be sent, or not to be sent on. */
  drop(item) {
    this.#items = this.#items.filter((other) => other !== item);
    item.state = "dropped";
    this.#tell(item);
  }

  clear() {
    this.#items = [];
  }

  async #run() {
    if (this.#busy) return;
    this.#busy = true;
    let item;
    while (this.connection.connected && (item = this.#items.find((one) => one.state === "queued"))) await this.#send(item);
    this.#busy = false;
  }

  async #send(item) {
    const { id, file } = item;
    const on = () => this.#items.includes(item);
    item.state = "sending";
    this.#tell(item);
    let answer;
    try {
      answer = await this.connection.request("file_begin", { id, name: file.name, size: file.size });
      if (answer?.ok) answer = await this.#parts(item, on);
      if (answer?.ok && on()) answer = await this.connection.request("file_end", { id });
    } catch (error) {
      answer = error instanceof Unreadable ? { text: UNREADABLE } : null;
    }
    if (!on()) return;
    if (answer === null && !this.connection.connected) {
      Object.assign(item, { state: "queued", share: 0 });
    } else if (answer?.ok) {
      this.#items = this.#items.filter((other) => other !== item);
      item.state = "kept";
    } else {
      Object.assign(item, { state: "failed", text: answer?.text || FAILED, again: answer ? Boolean(answer.again) : true });
    }
    this.#tell(item);
  }

  async #parts(item, on) {
    const { id, file } = item;
    const size = this.connection.part;
    let wrong = null;
    const under = new Set();
    for (let at = 0; at < file.size && !wrong && on(); at += size) {
      const data = await file.slice(at, at + size).arrayBuffer().catch(() => { throw new Unreadable(); });
      const sent = this.connection.request("file_part", { id, at, data }).then((answer) => {
        under.delete(sent);
        if (!answer?.ok) wrong ??= answer;
        item.share = Math.max(item.share, Math.min(1, (at + size) / file.size));
        this.#tell(item);
      });
      under.add(sent);
      if (under.size >= AHEAD) await Promise.race(under);
    }
    await Promise.all(under);
    return wrong ?? { ok: true };
  }

  #tell(item) {
    this.dispatchEvent(new CustomEvent("changed", { detail: item }));
  }
}

class Unreadable extends Error {}

/** "1,4 MB", as the server says it in the conversation. */
export function sizeInWords(bytes) {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
}

/** The files of a paste or a drop, those of a pasted picture named by the moment; [] where there is text as well:
 *  a spreadsheet's cells come with a picture of themselves. */
export function filesOf(transfer) {
  const files = [...(transfer?.files ?? [])];
  if (!files.length || transfer.getData("text/plain")) return [];
  const clock = new Date().toTimeString().slice(0, 8).replaceAll(":", "");
  return files.map((file, n) =>
    file.name === "image.png" ? new File([file], `tela-${clock}${n ? `-${n + 1}` : ""}.png`, { type: file.type }) : file,
  );
}
