// A ticket at a glance: number, situation, steps, deadline. Other channels say the same as text.
import { el } from "./element.js";

const STATE = { done: "feito", now: "agora", next: "a seguir" };

/** The element of `card`, or null for a kind that this widget does not know: its text is shown. */
export function cardOf(card) {
  if (card?.kind !== "ticket" || !card.number) return null;
  const facts = [
    ["Serviço", card.service],
    ["Registrado", card.opened],
    ["Prazo", card.due],
    ["Atualizado", card.updated],
  ].filter(([, value]) => value);
  return el(
    "div.card",
    { role: "group", "aria-label": `Acionamento ${card.number}` },
    el("p.card-head", {}, el("b", {}, card.number), el(`span.tag${card.late ? ".late" : ""}`, {}, card.status)),
    el(
      "ol.steps",
      { "aria-label": "Etapas" },
      ...(card.steps ?? []).map((step) =>
        el(
          `li.${step.state in STATE ? step.state : "next"}`,
          step.state === "now" ? { "aria-current": "step" } : {},
          step.name,
          el("span.only-spoken", {}, ` (${STATE[step.state] ?? STATE.next})`),
        ),
      ),
    ),
    el("dl", {}, ...facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
  );
}
