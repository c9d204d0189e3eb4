// Keeps the desk's open pages fresh: one tab listens to the server and tells the others,
// each then reads its own address again and swaps the regions marked data-live.
(() => {
  const box = document.getElementById("notices");
  if (!box?.dataset.stream || !window.EventSource) return;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("css-desk") : null;
  const due = new Set();
  let timer = 0;
  let told = false;

  function listen() {
    return new Promise((done) => {
      let stream;
      const pass = (message) => { receive(message); if (channel) channel.postMessage(message); };
      const open = () => {
        stream = new EventSource(box.dataset.stream);
        stream.addEventListener("moved", (event) => pass({ moved: JSON.parse(event.data) }));
        stream.addEventListener("ready", ready);
        stream.addEventListener("ended", () => { stream.close(); pass({ ended: true }); done(); });
        // The browser tries again by itself, except after an answer that is no stream (a proxy's 502, a 401).
        stream.addEventListener("error", () => {
          if (stream.readyState !== EventSource.CLOSED || told) return;
          pass({ moved: { topic: "all" } });
          setTimeout(open, 5000);
        });
      };
      // After a pause (the server restarted, the machine slept) anything may have moved.
      let first = true;
      const ready = () => {
        document.documentElement.dataset.listening = "true";
        if (!first) pass({ moved: { topic: "all" } });
        first = false;
      };
      open();
    });
  }

  // A browser gives one site six connections: ten open tickets must not use them up.
  if (navigator.locks && channel) {
    channel.addEventListener("message", (event) => receive(event.data));
    navigator.locks.request("css-desk", listen);
  } else {
    listen();
  }

  function receive(message) {
    if (message.ended) return ended();
    const { topic, number, text, href } = message.moved;
    if (topic === "typing") return typingNow(number);
    if (topic === "live" && theirs) theirs.hidden = true;
    const mine = [...document.querySelectorAll("[data-live]")].filter((region) =>
      (topic === "all" || region.dataset.live.split(" ").includes(topic)) &&
      (!region.dataset.ticket || !number || region.dataset.ticket === number));
    mine.forEach((region) => due.add(region.id));
    if (mine.length && !timer) timer = setTimeout(refresh, 400);
    if (text && location.pathname !== href) say(text, href);
  }

  async function refresh() {
    timer = 0;
    const ids = [...due];
    due.clear();
    let answer;
    try {
      const seen = document.visibilityState === "visible" ? { "X-Desk-Seen": "1" } : {};
      answer = await fetch(location.href, { headers: { "X-Desk-Refresh": "1", ...seen }, credentials: "same-origin" });
    } catch {
      return;
    }
    if (answer.status === 401) return ended();
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ids) swap(document.getElementById(id), fresh.getElementById(id));
  }
  document.addEventListener("desk:refresh", () => {
    document.querySelectorAll("[data-live]").forEach((region) => due.add(region.id));
    refresh();
  });

  // What was written while nobody looked is read now.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && document.querySelector(".talk")) document.dispatchEvent(new Event("desk:refresh"));
  });

  // What somebody unfolded to look at is no difference, and stays as it is.
  const written = (node) => node.innerHTML.replaceAll(' open=""', "");

  // What is said comes at the end: what stands there is left alone, with the file that is being looked at in it.
  function goesOn(old, fresh) {
    const [before, after] = [old, fresh].map((region) => [...region.querySelectorAll(".talk > li")]);
    if (!before.length || !before.every((line, n) => after[n] && written(line) === written(after[n]))) return false;
    old.querySelector(".talk").append(...after.slice(before.length).map((line) => document.importNode(line, true)));
    return true;
  }

  function swap(old, fresh) {
    if (!old || !fresh || written(old) === written(fresh)) return;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const address = focused && focused.getAttribute("href");
    const known = new Set([...old.querySelectorAll("tr[id]")].map((row) => row.id));
    const lines = old.querySelectorAll(".talk li").length;
    const picked = new Set([...old.querySelectorAll("input[name=numbers]:checked")].map((box) => box.value));
    if (!goesOn(old, fresh)) old.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    if (known.size) {
      old.querySelectorAll("tr[id]").forEach((row) => { if (!known.has(row.id)) row.classList.add("fresh"); });
    }
    old.querySelectorAll("input[name=numbers]").forEach((box) => { box.checked = picked.has(box.value); });
    if (address) [...old.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === address)?.focus();
    old.dispatchEvent(new Event("desk:swapped", { bubbles: true }));
    if (old.querySelector(".talk")) {
      showNewest();
      // Only what is new is spoken: the region is written as a whole.
      const heard = [...old.querySelectorAll(".talk li")].slice(lines).filter((line) => line.matches(".theirs"));
      document.getElementById("falado").textContent = heard.map((line) => line.querySelector("p").textContent).join(" ");
    }
  }

  // The newest line and the text that one writes are seen together, however much was said.
  function showNewest() {
    const said = document.querySelector(".talk-box");
    if (said) said.scrollTop = said.scrollHeight;
  }
  showNewest();

  function say(text, href, label, kept) {
    const note = document.createElement("p");
    note.append(text, " ");
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = label || box.dataset.open;
      note.append(link, " ");
    }
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = box.dataset.close;
    close.addEventListener("click", () => note.remove());
    note.append(close);
    box.append(note);
    while (box.children.length > 4) box.firstElementChild.remove();
    if (!kept) setTimeout(() => { if (!note.contains(document.activeElement)) note.remove(); }, 12000);
  }

  function ended() {
    if (told) return;
    told = true;
    // The text being written stays on the page: signing in happens beside it.
    say(box.dataset.ended, `/atendimento/entrar?de=${encodeURIComponent(location.pathname)}`, box.dataset.enter, true);
  }

  // Who writes to whom in a live conversation: told again and again, and forgotten by itself.
  const theirs = document.querySelector("[data-typing]");
  let forgets = 0;
  function typingNow(conversation) {
    if (theirs?.dataset.typing !== conversation) return;
    theirs.hidden = false;
    clearTimeout(forgets);
    forgets = setTimeout(() => { theirs.hidden = true; }, 3000);
  }
  let saidAt = 0;
  theirs?.parentElement.querySelector("textarea")?.addEventListener("input", (event) => {
    if (!event.target.value.trim() || Date.now() - saidAt < 3000) return;
    saidAt = Date.now();
    fetch(`/atendimento/conversas/${theirs.dataset.typing}/digitando`, {
      method: "POST", headers: { "X-Desk-Refresh": "1" } }).catch(() => {});
  });

  const also = document.getElementById("also-here");
  if (also) {
    const post = (path) => fetch(`${also.dataset.presence}/${path}`, {
      method: "POST", headers: { "X-Desk-Refresh": "1" }, keepalive: true });
    const beat = async () => {
      if (document.visibilityState === "hidden") return;
      try {
        const answer = await post("presenca");
        if (answer.status === 401) return ended();
        const { text } = await answer.json();
        if (also.lastElementChild.textContent !== text) also.lastElementChild.textContent = text;
        also.hidden = !text;
      } catch { /* the next beat tries again */ }
    };
    setInterval(beat, 20000);
    setTimeout(beat, 3000);
    addEventListener("pagehide", () => { post("saiu").catch(() => {}); });
  }
})();
