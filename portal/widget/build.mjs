// Copies the page's libraries out of node_modules and bundles the chat widget, so
// that every byte of the page comes from our own origin; the desk's charts likewise. Run by `npm run build`.
import { build, transform } from "esbuild";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PurgeCSS } from "purgecss";
import subsetFont from "subset-font";

const portal = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(dirname(portal), "node_modules");
const vendor = join(portal, "static", "vendor");

const ICONS = [
  "solid/bars", "solid/bell", "solid/bullhorn", "solid/chevron-down", "solid/circle-check", "solid/circle-info",
  "solid/clock", "solid/comments", "solid/envelope", "solid/eye", "solid/magnifying-glass",
  "solid/mobile-screen", "solid/paperclip", "solid/pen-to-square", "solid/phone", "solid/plus",
  "solid/star", "solid/triangle-exclamation",
];

async function iconSprite() {
  const symbols = await Promise.all(ICONS.map(async (icon) => {
    const svg = await readFile(join(modules, "@fortawesome/fontawesome-free/svgs", `${icon}.svg`), "utf8");
    const name = icon.split("/")[1];
    return svg.replace(/^[\s\S]*?<svg[^>]*viewBox="([^"]+)"[^>]*>/, `<symbol id="${name}" viewBox="$1">`)
      .replace("</svg>", "</symbol>");
  }));
  const credit = "<!-- Font Awesome Free, https://fontawesome.com/license/free (CC BY 4.0) -->";
  return `<svg xmlns="http://www.w3.org/2000/svg">${credit}${symbols.join("")}</svg>\n`;
}

// Of the design system, what the pages use: elements, and these components with every state of theirs. A
// component that is not named here has no looks (tests/portal/test_home.py says so).
const COMPONENTS = [/br-button/, /br-message/];
const UNUSED = [/dark-mode/, /inverted/, /sign-in/, /loading/, /circle/];
const ELEMENTS = `html body main header footer nav section article aside div span p a ul ol li dl dt dd h1 h2 h3 h4 h5 h6
  table caption thead tbody tr th td form fieldset legend label input select option textarea button details summary
  dialog svg img strong em small kbd code pre blockquote hr iframe sub sup b i`;

async function designSystem() {
  const raw = await readFile(join(modules, "@govbr-ds/core/dist/core-lite.min.css"), "utf8");
  const [{ css }] = await new PurgeCSS().purge({
    content: [{ raw: ELEMENTS, extension: "txt" }],
    css: [{ raw }],
    defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
    safelist: { greedy: COMPONENTS },
    blocklist: UNUSED,
    variables: true,
    fontFace: true,
    keyframes: true,
  });
  return css;
}

await rm(vendor, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });
await writeFile(join(vendor, "govbr.css"), await designSystem());
// Of the font, the letters of the west of Europe (ISO 8859-15) and the marks around them; others, in a rare name, and
// signs that none of our texts has, are shown in the system's own: an eighth of the font.
const RARE = "¢£¤¥¦¨¬\u00ad¯±µ¶¸¹¼½¾¿¡÷ÐÞðþ^`";
const LATIN = Array.from({ length: 0x100 }, (_, code) => String.fromCharCode(code)).filter((one) => !RARE.includes(one));
const LETTERS = LATIN.join("") + "ŒœŠšŸŽž‘’“”–—…•€→↑↓−";
const FONT = { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 800 } }, noLayoutClosure: true };
for (const style of ["normal", "italic"]) {
  const whole = await readFile(join(modules, `@fontsource-variable/raleway/files/raleway-latin-wght-${style}.woff2`));
  await writeFile(join(vendor, `raleway-${style}.woff2`), await subsetFont(whole, LETTERS, FONT));
}
await writeFile(join(vendor, "icons.svg"), await iconSprite());
// The widget's style is a text inside its script: packed as a style first.
const styles = {
  name: "styles",
  setup: (building) => building.onLoad({ filter: /\.css$/ }, async ({ path }) => {
    const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
    return { contents: code, loader: "text" };
  }),
};
const bundle = {
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  charset: "utf8",
  plugins: [styles],
  legalComments: "inline",
  logLevel: "warning",
};
for (const [source, name] of [["main.js", "widget.js"], ["charts.js", "charts.js"]]) {
  await build({ ...bundle, entryPoints: [join(portal, "widget", source)], outfile: join(vendor, name) });
}
