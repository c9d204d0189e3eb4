// Plain-language advice under a text that is being written: the summary is a status, which a screen reader says when the
// writer pauses; the lines are there to be read. Nothing of it stops a form, and without the server it is silent.
(() => {
  const PAUSE = 1200;
  document.querySelectorAll("textarea[data-plain]").forEach((field) => {
    const [hint, summary, list] = ["div", "p", "ul"].map((name) => document.createElement(name));
    hint.className = "plain-hint";
    summary.setAttribute("role", "status");
    hint.append(summary, list);
    field.after(hint);
    let timer = 0;
    let asked = null;

    const show = ({ summary: text, advice }) => {
      if (summary.textContent !== text) summary.textContent = text;
      list.replaceChildren(...advice.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
      hint.classList.toggle("advises", advice.length > 0);
    };
    // A note is read by the desk alone.
    const written = () => (field.form?.elements.kind?.value === "note" ? "" : field.value.trim());
    const ask = async () => {
      asked?.abort();
      asked = new AbortController();
      const text = written();
      if (!text) return show({ summary: "", advice: [] });
      try {
        const answer = await fetch("/atendimento/linguagem-simples", {
          method: "POST", signal: asked.signal, body: new URLSearchParams({ text }) });
        if (answer.ok && !answer.redirected && written() === text) show(await answer.json());
      } catch { /* what is written next asks again */ }
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    };
    field.addEventListener("input", later);
    field.form?.addEventListener("change", later);
    if (written()) later();
  });
})();
