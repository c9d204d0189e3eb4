// A ticket at a glance: number, situation, steps, deadline. Other channels say the same as text.
import { el } from "./element.js";

const ZONE = { timeZone: "America/Sao_Paulo" };
const MOMENT = new Intl.DateTimeFormat("pt-BR", { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", ...ZONE });
const DAY = new Intl.DateTimeFormat("pt-BR", { dateStyle: "full", ...ZONE });
const HOUR = new Intl.DateTimeFormat("pt-BR", { timeStyle: "short", ...ZONE });
const SAID = { done: "feito", now: "agora", next: "a seguir" };
// By the ticket's status: what is said of it, its steps and the one where it stands.
const STEPS = ["Registrado", "Em atendimento", "Resolvido"];
const STATUS = {
  new: ["Registrado", STEPS, 0],
  in_progress: ["Em atendimento", STEPS, 1],
  waiting_on_requester: ["Aguardando você", ["Registrado", "Aguardando você", "Resolvido"], 1],
  resolved: ["Resolvido", STEPS, 2],
  closed: ["Encerrado", ["Registrado", "Resolvido", "Encerrado"], 2],
  cancelled: ["Cancelado", ["Registrado", "Cancelado"], 1],
};
const RUNNING = ["new", "in_progress"];

/** The element of `card`, or null for one that this widget does not know: its text is shown. */
export function cardOf(card) {
  const known = card?.kind === "ticket" && card.number && Object.hasOwn(STATUS, card.status) ? STATUS[card.status] : null;
  if (!known) return null;
  const [status, steps, at] = known;
  const late = Boolean(card.late) && RUNNING.includes(card.status);
  const facts = [
    ["Serviço", card.service],
    ["Equipe", card.team],
    ["Registrado", inWords(card.opened)],
    ["Prazo", card.due ? promised(card.due) + (late ? " (vencido)" : "") : RUNNING.includes(card.status) && "sem prazo marcado"],
    ["Atualizado", inWords(card.updated)],
  ].filter(([, value]) => value);
  return el(
    "div.card.text",
    { role: "group", "aria-label": `Acionamento ${card.number}` },
    el("p.card-head", {}, el("b", {}, card.number), el(`span.tag${late ? ".late" : ""}`, {}, status)),
    el("ol.steps", { "aria-label": "Etapas" }, ...steps.map((name, n) => step(name, n < at ? "done" : n === at ? "now" : "next"))),
    el("dl", {}, ...facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
  );
}

function step(name, state) {
  return el(`li.${state}`, state === "now" ? { "aria-current": "step" } : {}, name, el("span.only-spoken", {}, ` (${SAID[state]})`));
}

function inWords(iso) {
  const at = new Date(iso ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? "" : MOMENT.format(at).replace(", ", ", às ");
}

/** A promise, in the words of the mails and the pages. */
function promised(iso) {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? "" : `${DAY.format(at)}, às ${HOUR.format(at).replace(":", "h")}`;
}
