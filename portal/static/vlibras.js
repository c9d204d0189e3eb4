// Starts the government's sign language translator, which its own script (vlibras.gov.br) has brought.
window.addEventListener("load", () => new window.VLibras.Widget("https://vlibras.gov.br/app"));
