// A training under way: what it says moves by itself; when it is over the whole page is read again.
(() => {
  "use strict";
  const region = document.querySelector("[data-progress]");
  if (!region) return;
  const look = async () => {
    try {
      const answer = await fetch(region.dataset.progress, { headers: { "X-Desk-Refresh": "1" } });
      if (answer.ok && !answer.redirected) {
        const told = await answer.text();
        if (told.includes("data-ended")) return location.reload();
        if (told !== region.dataset.told) region.innerHTML = told;
        region.dataset.told = told;
      }
    } catch { /* the portal starts anew: asked again */ }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
})();
