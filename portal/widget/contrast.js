// The page's high contrast reaches the chat too: nothing of the page's looks enters a shadow root, so a class of the
// host says it, at once when it is chosen or left.

export function followContrast(host) {
  const page = document.documentElement;
  const tell = () => host.classList.toggle("has-contrast", page.classList.contains("contrast"));
  new MutationObserver(tell).observe(page, { attributes: true, attributeFilter: ["class"] });
  tell();
}
