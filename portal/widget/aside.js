// The launcher floats over the page: it steps aside while something to fill in or to press lies under it. The keyboard
// still reaches it, and it is seen while it has the focus (widget.css).

const CONTROLS = "input, select, textarea, button, summary, [role=button], .br-button";
const BETWEEN = 12; // px between the points that are looked at: less than the side of a radio button
const ROUND = 8; // px beside it, for the round corners of what is there

/** Whether a control of the page lies under that rectangle of the window. */
function covers({ left, top, right, bottom }, host) {
  const along = (from, to) => {
    const steps = Math.ceil((to - from + 2 * ROUND) / BETWEEN);
    return Array.from({ length: steps + 1 }, (_, n) => from - ROUND + ((to - from + 2 * ROUND) * n) / steps);
  };
  return along(top, bottom).some((y) => along(left, right).some((x) =>
    document.elementsFromPoint(x, y).some((one) => one !== host && one.closest(CONTROLS))));
}

/** Looks again whenever what is under the launcher may have changed. */
export function stepAside(host, launcher) {
  let asked = 0;
  const look = () => {
    asked = 0;
    const place = launcher.getBoundingClientRect();
    if (place.width) launcher.classList.toggle("aside", covers(place, host));
  };
  const soon = () => { asked ||= requestAnimationFrame(look); };
  addEventListener("scroll", soon, { capture: true, passive: true });
  addEventListener("resize", soon);
  addEventListener("load", soon);
  const sizes = new ResizeObserver(soon); // what opens or arrives moves the rest
  sizes.observe(document.body);
  sizes.observe(launcher);
  soon();
}
