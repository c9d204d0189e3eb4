// The desk by keyboard. Keys of one letter can be turned off: somebody may speak to his computer.
(() => {
  const help = document.getElementById("atalhos");
  if (!help) return;
  const OFF = "css-desk-keys-off";
  const button = document.getElementById("ver-atalhos");
  const choice = help.querySelector("[data-keys]");
  button.hidden = false;
  choice.checked = localStorage.getItem(OFF) !== "yes";
  choice.addEventListener("change", () => localStorage.setItem(OFF, choice.checked ? "no" : "yes"));
  button.addEventListener("click", () => help.showModal());

  const typing = (target) => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

  function row(step) {
    const links = [...document.querySelectorAll(".tickets tbody th a[href]")];
    if (!links.length) return false;
    const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + step));
    links[next].focus();
    links[next].closest("tr").scrollIntoView({ block: "nearest" });
    return true;
  }

  function go(rel) {
    const link = document.querySelector(`a[rel~=${rel}]`);
    link?.click();
    return Boolean(link);
  }

  function write(kind) {
    const radio = document.querySelector(`.composer [name=kind][value=${kind}]`);
    if (!radio) return false;
    if (!radio.checked) {
      radio.checked = true;
      radio.dispatchEvent(new Event("input", { bubbles: true }));
    }
    radio.form.elements.text.focus();
    return true;
  }

  const keys = {
    "?": () => { help.showModal(); return true; },
    "/": () => { document.getElementById("busca")?.focus(); return true; },
    j: () => row(1) || go("next"),
    k: () => row(-1) || go("prev"),
    r: () => write("answer"),
    n: () => write("note"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form && event.target.tagName === "TEXTAREA") {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    // Also while one writes: what is written stays with its conversation.
    if (event.altKey && !event.ctrlKey && document.querySelector(".my-talks") && /^Arrow(Up|Down)$/.test(event.key)) {
      if (go(event.key === "ArrowDown" ? "next" : "prev")) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || help.open) return;
    if (localStorage.getItem(OFF) === "yes") return;
    if (keys[event.key]?.()) event.preventDefault();
  });
})();
