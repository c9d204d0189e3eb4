// What outlives a reload of the page: in this tab whether the panel was open and what is still to be sent; in
// all tabs of the browser the session token, for as long as somebody could still be at it. A page that forbids
// storage still gets a chat, for as long as it is open.

const PREFIX = "assistente-serpro:";
// A working day: who comes back to another tab finds the conversation, who comes to a shared computer tomorrow
// does not.
const SHARED_MS = 8 * 3600 * 1000;
const fallback = new Map();

function read(storage, name) {
  try {
    return storage().getItem(PREFIX + name);
  } catch {
    return null;
  }
}

function write(storage, name, value) {
  try {
    if (value === null) storage().removeItem(PREFIX + name);
    else storage().setItem(PREFIX + name, value);
    return true;
  } catch {
    return false;
  }
}

// The property itself throws where storage is forbidden.
const session = () => sessionStorage;
const local = () => localStorage;

export function recall(name) {
  return read(session, name) ?? fallback.get(name) ?? null;
}

export function remember(name, value) {
  if (!write(session, name, value)) fallback.set(name, value);
}

/** The conversation of this tab, else the one of another tab that was used in the last hours. */
export function recallToken() {
  const own = recall("token");
  if (own) return own;
  const [token, until] = (read(local, "conversation") ?? "").split(" ");
  return token && Number(until) > Date.now() ? token : null;
}

export function rememberToken(token) {
  const before = recall("token");
  remember("token", token);
  const shared = read(local, "conversation");
  if (token) write(local, "conversation", `${token} ${Date.now() + SHARED_MS}`);
  else if (sameConversation(shared, before)) write(local, "conversation", null);
}

// A token is renewed at each connection; whom it is about stays.
function sameConversation(one, other) {
  return Boolean(one && other) && subject(one) === subject(other);
}

function subject(kept) {
  const [token] = kept.split(" ");
  try {
    return JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).sub;
  } catch {
    return token;
  }
}

/** Calls `react` when another tab ended the conversation that this one has. */
export function onEndedElsewhere(react) {
  addEventListener("storage", (event) => {
    const ours = event.key === `${PREFIX}conversation` && event.newValue === null;
    if (ours && sameConversation(event.oldValue, recall("token"))) react();
  });
}
