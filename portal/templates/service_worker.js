// Keeps the CSS page with its questions for when there is no network, and shows the notices that were asked for.
// Only what BUILD.shell names is ever kept: no ticket, survey, desk or API answer can be found in the cache.
const BUILD = {{ build|tojson }};
const CACHE = `css-${BUILD.version}`;
const OFFLINE = "/sem-conexao";
// A line that is there but does not answer.
const PATIENCE_MS = 5000;

self.addEventListener("install", (event) => {
  // Without cookies: what is kept must not depend on who is asking.
  const plain = { cache: "reload", credentials: "omit", headers: { "X-Kept-Copy": "1" } };
  const wanted = BUILD.shell.map((url) => new Request(url, plain));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(wanted)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith("css-") && name !== CACHE).map((name) => caches.delete(name)))));
});

// The reader chose to update; until then the pages that are open keep their version.
self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (!url.pathname.startsWith("/api/")) event.respondWith(visit(request, url.pathname));
  } else if (url.pathname === "/widget.js") {
    event.respondWith(inTime(fetch(request)).catch(() => kept("/widget.js")));
  } else if (BUILD.shell.includes(url.pathname + url.search)) {
    event.respondWith(caches.match(request, { cacheName: CACHE }).then((found) => found ?? fetch(request)));
  }
});

async function visit(request, path) {
  try {
    // Only the page that is kept may be given up on: another one has nothing better to show.
    return await (path === "/" ? inTime(fetch(request)) : fetch(request));
  } catch {
    return kept(path === "/" ? "/" : OFFLINE);
  }
}

async function kept(url) {
  return (await caches.match(url, { cacheName: CACHE })) ?? Response.error();
}

function inTime(answer) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Error("late")));
  return Promise.race([answer, late]);
}

self.addEventListener("push", (event) => {
  const { title, body, tag, url } = told(event.data);
  event.waitUntil(self.registration.showNotification(title, {
    body, tag, lang: "pt-BR", renotify: Boolean(tag), icon: BUILD.icon, badge: BUILD.badge, data: { url },
  }));
});

// The browser demands that something be shown, also for what cannot be read.
function told(data) {
  try {
    const said = data.json();
    if (typeof said.title === "string") return said;
  } catch {
    // The general notice below.
  }
  return { title: "Central de Serviços Serpro", body: "Há novidade em um acionamento seu.", url: "/consulta" };
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/consulta", location.origin);
  event.waitUntil(show(url.origin === location.origin ? url.href : "/consulta"));
});

async function show(url) {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((client) => client.url === url);
  return there ? there.focus() : self.clients.openWindow(url);
}

// The push service gave this browser another address.
self.addEventListener("pushsubscriptionchange", (event) => {
  const old = event.oldSubscription;
  if (old) event.waitUntil(renew(old, event.newSubscription));
});

async function renew(old, given) {
  const fresh = given ?? await self.registration.pushManager.subscribe(old.options);
  await fetch("/avisos/renovar", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ old: old.endpoint, subscription: fresh }),
  });
}
