// A conversation to take along: downloaded as a page that prints well or as text, or by mail to an address that its
// owner proves with the code it gets.
import { button, el } from "./element.js";
import { linkified } from "./linkify.js";

const OFFLINE = "Sem conexão agora. Tente de novo daqui a pouco.";
const KINDS = { html: "text/html;charset=utf-8", txt: "text/plain;charset=utf-8" };

/** The element with its buttons; `connection` is asked when one is pressed. */
export function copies(connection) {
  const status = el("p.note", { role: "status" });
  const say = (text) => status.replaceChildren(linkified(text));

  async function ask(event, data) {
    try {
      return await connection.request(event, data);
    } catch {
      return { ok: false, text: OFFLINE };
    }
  }

  async function download(kind) {
    const answer = await ask("transcript");
    if (!answer.ok) return say(answer.text);
    const content = kind === "html" ? answer.html : `\ufeff${answer.text}`;
    const link = el("a", { href: URL.createObjectURL(new Blob([content], { type: KINDS[kind] })), download: `${answer.name}.${kind}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(`A conversa foi baixada: ${link.download}.`);
  }

  const email = el("input", { type: "email", id: "copy-email", autocomplete: "email", required: true });
  const code = el("input", { type: "text", id: "copy-code", inputMode: "numeric", autocomplete: "one-time-code", maxLength: 20 });
  const codeField = el("div.field", { hidden: true }, el("label", { htmlFor: "copy-code" }, "Código que chegou no e-mail"), code);
  const form = el(
    "form.mail",
    { hidden: true, noValidate: true },
    el("div.field", {}, el("label", { htmlFor: "copy-email" }, "Seu e-mail"), email),
    codeField,
    el("button", { type: "submit" }, "Enviar"),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await ask("transcript_mail", { email: email.value.trim(), code: codeField.hidden ? "" : code.value.trim() });
    for (const input of [email, code]) input.setAttribute("aria-invalid", "false");
    if (!answer.ok) {
      const wrong = answer.field === "code" ? code : email;
      wrong.setAttribute("aria-invalid", String(answer.field === "code" || answer.field === "email"));
      wrong.focus();
      return say(answer.text);
    }
    if (answer.sent) {
      form.hidden = true;
      return say(`A conversa vai para ${email.value.trim()} em instantes.`);
    }
    codeField.hidden = false;
    code.focus();
    say("Enviamos um código de seis números a esse e-mail. Digite-o para confirmar que o endereço é seu.");
  });
  // Another address needs another code.
  email.addEventListener("input", () => {
    codeField.hidden = true;
    code.value = "";
  });

  return el(
    "div.copies",
    {},
    el(
      "div.row",
      {},
      button("Baixar para imprimir", () => download("html")),
      button("Baixar em texto", () => download("txt")),
      button("Receber por e-mail", () => {
        form.hidden = !form.hidden;
        if (!form.hidden) email.focus();
      }),
    ),
    form,
    status,
  );
}
