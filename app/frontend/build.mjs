// Bundles app/frontend/src into app/static/dist with hashed names and writes manifest.json.
//
//   npm run build      once, minified
//   npm run watch      again at each change (scripts, styles, templates that name an icon)
//
// Each name in ENTRIES is a file src/<name>.js; a page loads it with {{ entry("<name>") }}.
// src/sw.js, when it exists, becomes dist/sw.js (not hashed: browsers fetch it by a fixed address).
import * as esbuild from "esbuild";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { buildSprite } from "./icons.mjs";

const HERE = import.meta.dirname;
const OUT = path.join(HERE, "..", "static", "dist");
const ENTRIES = [
  "app", "forms", "list", "agenda", "week", "booking", "today", "report", "signature", "map", "places", "client", "accounts", "dashboard", "quote", "notes", "invoice", "ree",
];
const SHARED = {
  bundle: true,
  minify: true,
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
  logLevel: "warning",
};

function manifestOf(metafile) {
  const files = {};
  const preload = {};
  for (const [output, about] of Object.entries(metafile.outputs)) {
    if (!about.entryPoint) continue;
    const name = path.basename(about.entryPoint, ".js");
    files[`${name}.js`] = path.basename(output);
    if (about.cssBundle) files[`${name}.css`] = path.basename(about.cssBundle);
    preload[name] = about.imports
      .filter((item) => item.kind === "import-statement")
      .map((item) => path.basename(item.path));
  }
  return { files, preload };
}

async function buildServiceWorker(manifest) {
  const source = path.join(HERE, "src", "sw.js");
  if (!fs.existsSync(source)) return;
  const shell = Object.values(manifest.files).map((name) => `/static/dist/${name}`);
  await esbuild.build({
    ...SHARED,
    entryPoints: [source],
    format: "iife",
    outfile: path.join(OUT, "sw.js"),
    define: {
      __BUILD__: JSON.stringify(manifest.files["today.js"]),
      __SHELL__: JSON.stringify(shell),
    },
  });
}

// The static server hands out name.br and name.gz to browsers that accept them.
function compress(names) {
  const fresh = (name) => !names.includes(`${name}.br`) && name !== "sw.js";
  for (const name of names.filter((each) => /\.(js|css|svg)$/.test(each) && fresh(each))) {
    const content = fs.readFileSync(path.join(OUT, name));
    fs.writeFileSync(path.join(OUT, `${name}.gz`), zlib.gzipSync(content, { level: 9 }));
    fs.writeFileSync(path.join(OUT, `${name}.br`), zlib.brotliCompressSync(content));
  }
}

// Files of the build before go last, so that a server that runs meanwhile always finds its own.
function removeOld(metafile, others) {
  const kept = new Set([...Object.keys(metafile.outputs).map((name) => path.basename(name)), ...others]);
  for (const name of fs.readdirSync(OUT)) {
    if (!kept.has(name.replace(/\.(br|gz)$/, ""))) fs.rmSync(path.join(OUT, name));
  }
}

async function build() {
  const started = performance.now();
  fs.mkdirSync(OUT, { recursive: true });
  const result = await esbuild.build({
    ...SHARED,
    entryPoints: ENTRIES.map((name) => path.join(HERE, "src", `${name}.js`)),
    outdir: OUT,
    format: "esm",
    splitting: true,
    metafile: true,
    legalComments: "linked",
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".png": "file", ".svg": "file", ".woff": "file", ".woff2": "file" },
  });
  const manifest = manifestOf(result.metafile);
  const sprite = buildSprite(path.join(HERE, ".."), path.join(HERE, "node_modules"), OUT);
  manifest.files["icons.svg"] = sprite.name;
  await buildServiceWorker(manifest);
  fs.writeFileSync(path.join(OUT, "manifest.json"), JSON.stringify(manifest, null, 1));
  removeOld(result.metafile, [sprite.name, "sw.js", "manifest.json"]);
  if (!process.argv.includes("--watch")) compress(fs.readdirSync(OUT));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${Object.keys(manifest.files).length} files, ${sprite.count} icons, ${seconds} s`);
}

async function watch() {
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => build().catch((error) => console.error(error.message)), 200);
  };
  for (const folder of [path.join(HERE, "src"), path.join(HERE, "..", "templates")]) {
    fs.watch(folder, { recursive: true }, again);
  }
}

await build();
if (process.argv.includes("--watch")) await watch();
