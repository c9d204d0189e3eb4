// What is shown when a chat was ended: a grade in one click, a comment if one likes, the copy, a new beginning.
import { copies } from "./copies.js";
import { button, el } from "./element.js";

const GRADES = ["péssima", "ruim", "regular", "boa", "ótima"];
const LONGEST = 1000;
const OFFLINE = "Sem conexão: a nota não foi enviada. Tente de novo.";

/** `talked`: whether there is anything to grade or copy. */
export function farewell(connection, { talked, onAgain, onClose, title = "Conversa encerrada" }) {
  const heading = el("h3", { tabIndex: -1 }, title);
  const element = el(
    "div.farewell",
    {},
    heading,
    el("p", {}, "Seus acionamentos continuam registrados."),
    talked ? grade(connection) : null,
    talked ? el("h4", {}, "Guardar a conversa") : null,
    talked ? copies(connection) : null,
    el("div.row.last", {}, button("Começar nova conversa", onAgain, ".primary"), button("Fechar", onClose)),
  );
  return { element, heading };
}

function grade(connection) {
  const status = el("p.note", { role: "status" });
  let given = 0;

  async function send(score, comment) {
    try {
      const answer = await connection.request("grade", comment ? { score, comment } : { score });
      if (answer.ok) return true;
      status.textContent = answer.text;
    } catch {
      status.textContent = OFFLINE;
    }
    return false;
  }

  const comment = el("textarea", { id: "grade-comment", rows: 2, maxLength: LONGEST });
  const more = el("form.mail", { hidden: true }, el("div.field", {}, el("label", { htmlFor: "grade-comment" }, "Quer contar por quê? (opcional)"), comment), el("button", { type: "submit" }, "Enviar comentário"));
  more.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (comment.value.trim() && (await send(given, comment.value.trim()))) {
      more.hidden = true;
      status.textContent = "Comentário enviado. Obrigado!";
    }
  });
  const choices = GRADES.map((name, n) => {
    const score = n + 1;
    const choice = button(String(score), async () => {
      if (!(await send(score))) return;
      given = score;
      for (const other of choices) other.setAttribute("aria-pressed", String(other === choice));
      more.hidden = false;
      status.textContent = `Nota ${score} (${name}) registrada. Obrigado!`;
    });
    choice.setAttribute("aria-label", `Nota ${score}, ${name}`);
    choice.setAttribute("aria-pressed", "false");
    return choice;
  });
  return el(
    "fieldset",
    {},
    el("legend", {}, "Como foi esta conversa?"),
    el("div.grades", {}, ...choices),
    el("p.scale", { "aria-hidden": "true" }, el("span", {}, "péssima"), el("span", {}, "ótima")),
    status,
    more,
  );
}
