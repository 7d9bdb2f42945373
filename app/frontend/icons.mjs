// Makes one SVG sprite of the Bootstrap icons that the product uses.
//
// An icon is used when its name is written as icon("name"), icon="name", "icon": "name" or
// data-icon="name" in a template, a Python file or a script, or when icons.json lists it
// (names that are computed, for example by a table of states).
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const NAMED = /icon["']?\s*[:=(]\s*["']([a-z0-9-]+)["']/g;
const READ = /\.(html|py|js)$/;
const SKIPPED = new Set(["node_modules", "static", "__pycache__"]);

function* sources(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* sources(full);
    else if (entry.isFile() && READ.test(entry.name)) yield full;
  }
}

function usedNames(appFolder) {
  const listed = JSON.parse(fs.readFileSync(path.join(appFolder, "frontend", "icons.json"), "utf8"));
  const names = new Set(listed);
  for (const file of sources(appFolder)) {
    for (const match of fs.readFileSync(file, "utf8").matchAll(NAMED)) names.add(match[1]);
  }
  return [...names].filter((name) => !name.startsWith("fa-")).sort();
}

function symbolOf(name, svg) {
  const box = svg.match(/viewBox="([^"]+)"/)[1];
  const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  return `<symbol id="${name}" viewBox="${box}">${body.replace(/\s*\n\s*/g, "")}</symbol>`;
}

// Writes the sprite and returns its file name and the number of icons in it.
export function buildSprite(appFolder, modules, out) {
  const symbols = [];
  for (const name of usedNames(appFolder)) {
    const file = path.join(modules, "bootstrap-icons", "icons", `${name}.svg`);
    if (fs.existsSync(file)) symbols.push(symbolOf(name, fs.readFileSync(file, "utf8")));
    else console.warn(`There is no Bootstrap icon called "${name}".`);
  }
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
  const hash = crypto.createHash("sha256").update(sprite).digest("hex").slice(0, 8).toUpperCase();
  const name = `icons-${hash}.svg`;
  fs.writeFileSync(path.join(out, name), sprite);
  return { name, count: symbols.length };
}
