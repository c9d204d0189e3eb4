// High contrast at once, without leaving a page on which something was typed; the server reads the same cookie.
(() => {
  const form = document.querySelector("[data-contrast]");
  const chosen = () => document.cookie.split("; ").includes("contraste=1");
  const show = (on) => {
    document.documentElement.classList.toggle("contrast", on);
    form?.querySelector("button").setAttribute("aria-pressed", String(on));
  };
  show(chosen()); // The copy that is kept for times without network knows no cookie.
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `contraste=${chosen() ? "; max-age=0" : "1; max-age=31536000"}; path=/; samesite=lax${secure}`;
    show(chosen());
  });
})();
