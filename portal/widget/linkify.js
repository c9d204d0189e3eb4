// Turns the plain text of a message into nodes: addresses, e-mails and our phone
// become links, and a ticket's number stays on one line. Text only ever enters the page as
// text nodes, never as HTML.

const LINK = /(https?:\/\/[^\s<>"]+)|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(0800[ .-]?\d{3}[ .-]?\d{4})|(?<![\d-])(\d{4}-\d{7})(?![\d-])/g;
const TRAILING = /[.,;:!?'"»”’*_]/;
const PAIRS = { ")": "(", "]": "[", "}": "{" };

/** Cut `text` into {text}, {text, href} and {text, number: true} pieces, in order. */
export function pieces(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    let label = match[0];
    if (match[1]) label = trimmed(label);
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push(match[4] ? { text: label, number: true } : { text: label, href: hrefOf(match, label) });
    end = match.index + label.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

// A sentence's end is not the address's, but a bracket that the address itself opened is:
// "https://pt.wikipedia.org/wiki/Serpro_(empresa)".
function trimmed(address) {
  let label = address;
  for (;;) {
    const end = label.at(-1);
    const opens = PAIRS[end];
    if (opens ? count(label, end) <= count(label, opens) : !TRAILING.test(end)) return label;
    label = label.slice(0, -1);
  }
}

function count(text, character) {
  return text.split(character).length - 1;
}

function hrefOf(match, label) {
  if (match[1]) return label;
  if (match[2]) return `mailto:${label}`;
  return `tel:${label.replace(/\D/g, "")}`;
}

/** The same pieces as a DocumentFragment; web links open in a new tab and say so. `plain(piece)`: whether that one
 *  stays text. */
export function linkified(text, plain = () => false) {
  const fragment = document.createDocumentFragment();
  for (const piece of pieces(text)) {
    if (piece.number) {
      // The hyphen stays a hyphen: what is copied is looked for elsewhere.
      const number = document.createElement("span");
      number.className = "number";
      number.textContent = piece.text;
      fragment.append(number);
      continue;
    }
    if (!piece.href || plain(piece)) {
      fragment.append(piece.text);
      continue;
    }
    const link = document.createElement("a");
    link.href = piece.href;
    link.textContent = piece.text;
    if (piece.href.startsWith("http")) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      const note = document.createElement("span");
      note.className = "only-spoken";
      note.textContent = " (abre em outra aba)";
      link.append(note);
    }
    fragment.append(link);
  }
  return fragment;
}
