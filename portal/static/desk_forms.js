// Small helps for the desk's forms; every form works without them.
(() => {
  const toggle = document.querySelector(".menu-toggle");
  if (toggle) {
    const menu = document.getElementById("menu");
    toggle.hidden = false;
    menu.classList.add("folded");
    toggle.addEventListener("click", () => {
      const open = toggle.getAttribute("aria-expanded") !== "true";
      toggle.setAttribute("aria-expanded", String(open));
      menu.classList.toggle("folded", !open);
    });
  }

  // Where the browser shows no PDF by itself (on most phones) only the link is offered.
  const papers = () => {
    if (navigator.pdfViewerEnabled === false) document.querySelectorAll("iframe.paper").forEach((one) => one.remove());
  };
  document.addEventListener("desk:swapped", papers);
  papers();

  // On a phone one's other conversations are folded: how many of them have news stands outside.
  const talks = document.querySelector(".my-talks");
  if (talks && matchMedia("(max-width: 760px)").matches) talks.open = false;

  document.querySelectorAll("form[data-auto] select").forEach((select) =>
    select.addEventListener("change", () => select.form.requestSubmit()));

  document.querySelectorAll("select[data-fills]").forEach((select) =>
    select.addEventListener("change", () => {
      const field = document.getElementById(select.dataset.fills);
      const text = select.selectedOptions[0]?.dataset.text;
      if (!text) return;
      field.value = field.value.trim() ? `${field.value.trim()}\n\n${text}` : text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
      select.value = "";
    }));

  // What is being written survives a reload and a session that ended: [name, value] of each field, by form.
  const draftOf = (form) => `css-desk-form:${form.dataset.keep}`;
  const fieldsOf = (form) => [...form.elements].filter((field) =>
    field.name && !["hidden", "file", "password", "submit"].includes(field.type));
  const sent = sessionStorage.getItem("css-desk-sent");
  sessionStorage.removeItem("css-desk-sent");
  if (sent && location.search.includes("feito=")) sessionStorage.removeItem(sent);

  document.querySelectorAll("form[data-keep]").forEach((form) => {
    const key = draftOf(form);
    const kept = JSON.parse(sessionStorage.getItem(key) || "[]");
    fieldsOf(form).forEach((field) => {
      const value = kept.find(([name]) => name === field.name)?.[1];
      if (value === undefined) return;
      if (field.type === "radio") field.checked ||= field.value === value;
      else field.value = value;
    });
    if (kept.length) form.closest("details")?.setAttribute("open", "");
    form.addEventListener("input", () => {
      const fields = fieldsOf(form).filter((field) => field.type !== "radio" || field.checked);
      const written = fields.some((field) => /^(text|email|textarea)/.test(field.type) && field.value.trim());
      if (written) sessionStorage.setItem(key, JSON.stringify(fields.map((field) => [field.name, field.value])));
      else sessionStorage.removeItem(key);
    });
    form.addEventListener("reset", () => sessionStorage.removeItem(key));
    form.addEventListener("submit", () => sessionStorage.setItem("css-desk-sent", key));
  });

  // And on the server, for another browser or after a crash.
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const state = form.querySelector(".draft-state");
    let timer = 0;
    let asked = null;
    const keep = async () => {
      timer = 0;
      asked = new AbortController();
      const { kind, text } = form.elements;
      try {
        const answer = await fetch(form.dataset.draft, {
          method: "POST", keepalive: true, signal: asked.signal, body: new URLSearchParams({ kind: kind.value, text: text.value }) });
        if (answer.ok && !answer.redirected) state.textContent = (await answer.json()).text;
      } catch { /* what is written next tries again */ }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, 1500);
    });
    addEventListener("pagehide", () => { if (timer) keep(); });
    // What is sent is no draft: nothing may keep it again.
    form.addEventListener("submit", () => { clearTimeout(timer); timer = 0; asked?.abort(); });
  });

  // Whoever leaves takes his drafts along.
  document.querySelector('form[action="/atendimento/sair"]')?.addEventListener("submit", () => sessionStorage.clear());

  // The rows chosen in the queue: all at once, how many, and the form that acts on them at hand.
  const bulk = document.querySelector("[data-bulk]");
  if (bulk) {
    const boxes = () => [...document.querySelectorAll("input[name=numbers]")];
    const count = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      bulk.querySelector("[data-chosen]").textContent = chosen ? `(${chosen})` : "";
      document.querySelectorAll("[data-pick-all]").forEach((all) => {
        all.hidden = false;
        all.firstElementChild.checked = chosen > 0 && chosen === boxes().length;
      });
    };
    document.addEventListener("change", (event) => {
      if (event.target.closest("[data-pick-all]")) boxes().forEach((box) => { box.checked = event.target.checked; });
      count();
    });
    document.addEventListener("desk:swapped", count);
    addEventListener("pageshow", count);
    count();
  }

  document.querySelectorAll("form[data-once]").forEach((form) => {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent && !form.dataset.quiet) return event.preventDefault();
      sent = true;
    });
    // Coming back with the browser's arrow finds the form usable again.
    addEventListener("pageshow", () => { sent = false; });
  });

  document.querySelectorAll("form[data-enter] textarea").forEach((field) =>
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        if (field.value.trim()) field.form.requestSubmit();
      }
    }));

  // A message of a live conversation is sent without leaving the page.
  document.querySelectorAll("form[data-quiet]").forEach((form) =>
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      const field = form.querySelector("textarea");
      const uid = form.elements.uid;
      if (form.dataset.busy) return;
      form.dataset.busy = "true";
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
        if (!answer.ok || !new URL(answer.url).pathname.startsWith("/atendimento/conversas/")) throw answer;
        field.value = "";
        form.querySelectorAll("input[type=file]").forEach((files) => { files.value = ""; });
        sessionStorage.removeItem(draftOf(form));
        uid.value = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
        document.dispatchEvent(new Event("desk:refresh"));
        field.focus();
      } catch {
        // The whole page says what went wrong, with the text still in it.
        form.removeAttribute("data-once");
        HTMLFormElement.prototype.submit.call(form);
      } finally {
        delete form.dataset.busy;
      }
    }, true));
})();
