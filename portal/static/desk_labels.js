// The label of a message: what is chosen becomes a line, and what the lines say is told while they are written.
(() => {
  "use strict";
  const form = document.querySelector("form[data-labels]");
  if (!form) return;
  const field = form.querySelector("textarea");
  const told = document.getElementById("conferencia");
  let timer = 0;
  let asked;

  const check = async () => {
    asked?.abort();
    asked = new AbortController();
    const body = new URLSearchParams({ commands: field.value });
    try {
      const answer = await fetch(form.dataset.labels, { method: "POST", body, signal: asked.signal });
      if (!answer.ok || answer.redirected) return;
      told.innerHTML = await answer.text();
      field.toggleAttribute("aria-invalid", Boolean(told.querySelector(".label-wrong")));
      document.getElementById("commands-wrong")?.remove();
    } catch { /* the next letter asks again; keeping it checks in any case */ }
  };

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(check, 300); });
  form.querySelector("[data-add]").addEventListener("click", (event) => {
    event.preventDefault();
    const before = field.value.trimEnd();
    field.value = `${before}${before && "\n"}${form.elements.pick.value}`;
    check();
  });
})();
