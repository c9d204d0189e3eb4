// The widget's entry: one script tag puts the Assistente on any page.
//   <script src="https://…/widget.js" data-chat-url="https://…" defer></script>
// An element with data-assistente-open opens the panel.
import { AssistantPanel } from "./panel.js";

const script = document.currentScript;

function start() {
  if (document.querySelector("assistente-serpro")) return;
  const panel = document.createElement("assistente-serpro");
  panel.setAttribute("chat-url", script?.dataset.chatUrl || new URL(script?.src ?? location.href).origin);
  panel.setAttribute("home-url", new URL(script?.src ?? location.href).origin);
  document.body.append(panel);
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element && event.target.closest("[data-assistente-open]");
    if (!opener) return;
    event.preventDefault();
    panel.open();
  });
  if (location.hash === "#assistente") panel.open();
}

if (!customElements.get("assistente-serpro")) customElements.define("assistente-serpro", AssistantPanel);
if (document.body) start();
else document.addEventListener("DOMContentLoaded", start);
