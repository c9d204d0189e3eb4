// What the CSS knows to be down, at the top of the chat. Without an answer there is no notice.
import { el } from "./element.js";

const MOST = 2;

/** Asks the page of the CSS at `home` (its answer is kept for a minute) and shows it in `place`. */
export async function showKnown(home, place) {
  const answer = await fetch(`${home}/situacao.json`, { credentials: "omit" }).catch(() => null);
  const running = answer?.ok ? (await answer.json()).running : [];
  const names = running.slice(0, MOST).map((one) => `${one.service.name}: ${one.title}`);
  if (running.length > MOST) names.push(`e mais ${running.length - MOST}`);
  const page = el("a", { href: `${home}/situacao`, target: "_blank", rel: "noopener" }, "Ver a situação dos serviços");
  place.replaceChildren(el("p", {}, `Problema conhecido agora. ${names.join("; ")}. `, page));
  place.hidden = !running.length;
}
