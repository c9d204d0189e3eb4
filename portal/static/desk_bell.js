// The bell's count in the window's title, and, for whoever wants it, a sound or a notice of the browser.
(() => {
  const bell = document.getElementById("sino");
  if (!bell) return;
  const title = document.title;
  const wants = (what) => localStorage.getItem(`css-desk-alert-${what}`) === "yes";
  const unread = () => Number(bell.querySelector("[data-count]")?.dataset.count || 0);
  let before = unread();

  const mark = () => { document.title = unread() ? `(${unread()}) ${title}` : title; };
  mark();

  document.addEventListener("desk:swapped", (event) => {
    if (event.target !== bell) return;
    const now = unread();
    mark();
    // One tab of the browser listens to the server: it alone makes noise.
    if (now > before && document.documentElement.dataset.listening) call();
    before = now;
  });

  function call() {
    if (wants("sound")) beep();
    if (wants("notice") && document.visibilityState === "hidden" && window.Notification?.permission === "granted") {
      const shown = new Notification(document.title, { tag: "css-desk" });
      shown.addEventListener("click", () => { window.focus(); location.href = bell.href; });
    }
  }

  function beep() {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.setValueAtTime(0.15, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.5);
    tone.frequency.value = 880;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.5);
    tone.addEventListener("ended", () => audio.close());
  }

  const choices = document.getElementById("chamar");
  if (!choices) return;
  choices.hidden = false;
  choices.querySelectorAll("[data-alert]").forEach((box) => {
    box.checked = wants(box.dataset.alert);
    box.addEventListener("change", async () => {
      if (box.checked && box.dataset.alert === "notice") {
        const answer = window.Notification ? await Notification.requestPermission() : "denied";
        choices.querySelector("[data-refused]").hidden = answer === "granted";
        box.checked = answer === "granted";
      }
      if (box.checked && box.dataset.alert === "sound") beep();
      localStorage.setItem(`css-desk-alert-${box.dataset.alert}`, box.checked ? "yes" : "no");
    });
  });
})();
