// A list of texts to answer with becomes a box to find one by its words, as the ARIA pattern of a combobox has it.
// Without this the list is chosen from as any other.
(() => {
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const MOST = 50;

  document.querySelectorAll("select[data-fills]").forEach((select, at) => {
    const texts = [...select.options].filter((option) => option.value).map((option) => ({
      option, title: option.textContent.trim(), said: option.dataset.text,
      inTitle: folded(option.textContent), inText: folded(option.dataset.text) }));
    const input = document.createElement("input");
    const list = document.createElement("ul");
    const state = document.createElement("p");
    Object.assign(input, { type: "text", id: `${select.id}-busca`, autocomplete: "off", placeholder: select.dataset.find });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": `${select.id}-lista` })) input.setAttribute(name, value);
    Object.assign(list, { id: `${select.id}-lista`, className: "found", hidden: true });
    list.setAttribute("role", "listbox");
    const label = document.querySelector(`label[for="${select.id}"]`);
    list.setAttribute("aria-label", label.textContent);
    label.htmlFor = input.id;
    state.className = "sr-only";
    state.setAttribute("role", "status");
    select.hidden = true;
    select.after(input, list, state);
    let active = -1;

    const options = () => [...list.querySelectorAll("[role=option]")];
    function matching() {
      const words = folded(input.value).split(/\s+/).filter(Boolean);
      const rank = (one) => (words.every((word) => one.inTitle.includes(word)) ? 0 : 1);
      return texts.filter((one) => words.every((word) => one.inTitle.includes(word) || one.inText.includes(word)))
        .sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
    }
    function open() {
      const found = matching();
      list.replaceChildren(...found.map((one, n) => {
        const row = document.createElement("li");
        const title = document.createElement("strong");
        const said = document.createElement("span");
        title.textContent = one.title;
        said.textContent = one.said;
        row.id = `${list.id}-${n}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.append(title, " ", said);
        // The focus stays in the box: a click may not take it away before it counts.
        row.addEventListener("pointerdown", (event) => event.preventDefault());
        row.addEventListener("click", () => choose(one));
        return row;
      }));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      state.textContent = found.length ? "" : select.dataset.none;
      state.className = found.length ? "sr-only" : "soft";
      move(input.value.trim() && found.length ? 0 : -1);
    }
    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      state.textContent = "";
      active = -1;
    }
    function move(to) {
      const rows = options();
      active = rows.length && to >= 0 ? (to + rows.length) % rows.length : -1;
      rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === active)));
      if (active < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", rows[active].id);
      rows[active].scrollIntoView({ block: "nearest" });
    }
    function choose(one) {
      input.value = "";
      close();
      select.value = one.option.value;
      select.dispatchEvent(new Event("change"));
    }

    input.addEventListener("input", open);
    input.addEventListener("click", () => { if (list.hidden) open(); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const down = event.key === "ArrowDown";
        if (list.hidden) { open(); move(down ? 0 : options().length - 1); } else move(down ? active + 1 : (active > 0 ? active : options().length) - 1);
      } else if (event.key === "Enter") {
        event.preventDefault(); // it sends nothing: what is chosen is still read over
        if (active >= 0) choose(matching()[active]);
      } else if (event.key === "Escape" && (!list.hidden || input.value)) {
        event.preventDefault();
        if (list.hidden) input.value = "";
        close();
      }
    });
  });
})();
