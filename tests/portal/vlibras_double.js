// Stands in for https://vlibras.gov.br/app/vlibras-plugin.js: what its public source (spbgovbr-vlibras/vlibras-web-browsers,
// v6) does to a page, without the figure. It starts at the load event, brings more code, styles, a picture and
// WebAssembly from its own servers, and translates what is clicked on, which it finds from the document.
const LOOKS = `
  div[vw] { position: fixed; min-width: 40px; min-height: 40px; right: 0; top: 50%; transform: translateY(-50%);
    z-index: 2147483647 !important; display: none; margin: 10px !important }
  div[vw].enabled { display: block }
  [vw] [vw-access-button] { display: none } [vw] [vw-access-button].active { display: block }
  [vw] [vw-plugin-wrapper] { display: none } [vw] [vw-plugin-wrapper].active { display: block; width: 120px; height: 90px }`;
const looks = document.createElement("style");
looks.textContent = LOOKS;
document.head.append(looks);

window.VLibras = {
  Widget: function (rootPath, personalization, opacity, position) {
    const before = window.onload;
    window.onload = () => {
      if (before) before();
      const access = document.querySelector("[vw-access-button]");
      const wrapper = document.querySelector("[vw-plugin-wrapper]");
      access.innerHTML = '<button type="button" aria-label="Conteúdo acessível em Libras">Libras</button>';
      const element = wrapper.closest("[vw]");
      element.dataset.position = position;
      element.style.left = position === "L" ? "0" : "initial";
      element.style.right = position === "L" ? "initial" : "0";
      access.addEventListener("click", async () => {
        access.classList.toggle("active");
        wrapper.classList.toggle("active");
        await import(`${rootPath}/chunk.js`);
        wrapper.innerHTML = `<img alt="" src="${rootPath}/icon.svg">`;
        await WebAssembly.instantiate(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
        await fetch("https://traducao2.vlibras.gov.br/translate", { method: "POST", body: "oi" });
        window.translated = [];
        window.plugin = { translate: (text) => window.translated.push(text) };
        document.addEventListener("click", translateContent, true);
        wrapper.dataset.ready = "true";
      });
    };
  },
};

function translateContent(event) {
  const element = event.target;
  if (document.querySelector("[vw]").contains(element)) return;
  const written = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
  if (!written) return;
  event.preventDefault();
  event.stopPropagation();
  window.plugin.translate(element.innerText.replace(/\s+/g, " "));
}
