// What outlives a reload of the page in this tab: the session token and whether the
// panel was open. A page that forbids storage still gets a chat, for as long as it is open.

const PREFIX = "assistente-serpro:";
const fallback = new Map();

export function recall(name) {
  try {
    return sessionStorage.getItem(PREFIX + name);
  } catch {
    return fallback.get(name) ?? null;
  }
}

export function remember(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + name);
    else sessionStorage.setItem(PREFIX + name, value);
  } catch {
    fallback.set(name, value);
  }
}
