// The ticket page's choice of notices in this browser. Nothing is asked before the button is used.
(() => {
  const box = document.querySelector("[data-notices]");
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!box || !able) return;
  const summary = box.querySelector("summary");
  const button = box.querySelector("button");
  const state = box.querySelector("[data-state]");
  const key = bytes(box.dataset.key);
  const FAILED = "Não deu certo agora. Tente de novo em instantes; os e-mails continuam chegando.";
  let on = false;

  function bytes(base64url) {
    const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  }

  async function fingerprint(text) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function hasOurKey(subscription) {
    const its = new Uint8Array(subscription.options.applicationServerKey ?? []);
    return its.length === key.length && its.every((byte, place) => byte === key[place]);
  }

  async function send(address, body) {
    const answer = await fetch(`${box.dataset.url}${address}`, body && {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const said = isJson ? await answer.json() : {};
    if (!answer.ok) throw Object.assign(new Error("refused"), { text: said.text });
    return said;
  }

  async function pushManager() {
    return (await navigator.serviceWorker.ready).pushManager;
  }

  async function turnOn() {
    if (await Notification.requestPermission() !== "granted") {
      return tell("O navegador não permitiu. Se mudar de ideia, libere as notificações nas configurações deste site.");
    }
    const manager = await pushManager();
    let subscription = await manager.getSubscription();
    if (subscription && !hasOurKey(subscription)) {
      // Of keys that we no longer have.
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ??= await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    await send("", subscription);
    show(true);
    tell("Pronto: os avisos estão ligados neste navegador.");
  }

  async function turnOff() {
    const subscription = await (await pushManager()).getSubscription();
    if (subscription) {
      const { left } = await send("/desligar", { endpoint: subscription.endpoint });
      if (!left) await subscription.unsubscribe();
    }
    show(false);
    tell("Pronto: os avisos estão desligados neste navegador.");
  }

  function show(isOn) {
    on = isOn;
    summary.textContent = on ? "Avisos neste navegador: ligados" : "Receber avisos neste navegador";
    button.textContent = on ? "Desligar avisos" : "Ligar avisos";
  }

  function tell(text) {
    state.textContent = text;
  }

  async function isOn() {
    const subscription = await (await pushManager()).getSubscription();
    if (!subscription || !hasOurKey(subscription)) return false;
    return (await send(`?navegador=${await fingerprint(subscription.endpoint)}`)).on;
  }

  button.addEventListener("click", async () => {
    button.disabled = true;
    tell("");
    try {
      await (on ? turnOff() : turnOn());
    } catch (error) {
      tell(error.text ?? FAILED);
    }
    button.disabled = false;
    button.focus();
  });

  isOn().catch(() => false).then((known) => {
    show(known);
    box.hidden = false;
  });
})();
