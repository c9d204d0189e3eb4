// Starts the government's sign language translator, which its own script (vlibras.gov.br) has brought. At once: it waits
// for the page's load event by itself. On the left, for the chat is on the right.
new window.VLibras.Widget("https://vlibras.gov.br/app", undefined, undefined, "L");
