// Registers the service worker, offers its updates and, where the browser lets us, the installation.
(() => {
  const HOUR = 3600 * 1000;
  const bar = document.querySelector("[data-update]");

  async function register() {
    let registration;
    try {
      registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    } catch {
      return; // A private window, or storage refused: the page works without it.
    }
    if (registration.waiting) offer(registration);
    registration.addEventListener("updatefound", () => {
      const next = registration.installing;
      next?.addEventListener("statechange", () => {
        // The first one of all replaces nothing.
        if (next.state === "installed" && registration.active) offer(registration);
      });
    });
    // An installed application may stay open for days.
    let checked = Date.now();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden || Date.now() - checked < HOUR) return;
      checked = Date.now();
      registration.update().catch(() => {});
    });
  }

  function offer(registration) {
    if (!bar || bar.childElementCount) return;
    const text = document.createElement("span");
    text.textContent = "Esta página foi atualizada.";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "br-button secondary";
    button.textContent = "Usar a versão nova";
    button.addEventListener("click", () => {
      const next = registration.waiting;
      if (!next) return location.reload(); // Another tab already did it.
      next.addEventListener("statechange", () => next.state === "activated" && location.reload());
      next.postMessage("take-over");
    });
    bar.hidden = false;
    bar.append(text, button);
  }

  addEventListener("beforeinstallprompt", (event) => {
    // Our own button instead of the browser's banner: nobody is asked before he looks for it.
    event.preventDefault();
    for (const button of document.querySelectorAll("[data-install]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        event.prompt();
        button.hidden = true;
      }, { once: true });
    }
  });

  // After the page: it must not compete with what the reader came for.
  if ("serviceWorker" in navigator) {
    if (document.readyState === "complete") register();
    else addEventListener("load", register, { once: true });
  }
})();
