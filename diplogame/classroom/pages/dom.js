// Elements made by hand: text is only ever set as text, so nothing that a person typed can become markup.
const SVG = "http://www.w3.org/2000/svg";

export function h(tag, attributes, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

export function s(tag, attributes, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

function dress(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  add(node, children);
  return node;
}

function add(node, children) {
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

export const $ = (id) => document.getElementById(id);

// A press that is under way keeps its button: what would replace it waits until the finger is up and the click is through.
let pressed = null;
const waiting = new Map();
addEventListener("pointerdown", (event) => { pressed = event.target; }, true);
for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => { pressed = null; setTimeout(() => { if (pressed) return; const all = [...waiting]; waiting.clear(); for (const [node, children] of all) fill(node, ...children); }, 60); }, true);
}

// Replace what a node holds; the keyboard's focus stays on the element with the same id, open details stay open.
export function fill(node, ...children) {
  if (pressed && node.contains(pressed) && node !== pressed) { waiting.set(node, children); return; }
  waiting.delete(node);
  const focus = document.activeElement && node.contains(document.activeElement) ? document.activeElement.id : "";
  const open = new Set([...node.querySelectorAll("details[open][id]")].map((d) => d.id));
  node.replaceChildren();
  add(node, children);
  for (const id of open) { const found = $(id); if (found) found.open = true; }
  if (focus) { const found = $(focus); if (found) found.focus({ preventScroll: true }); }
}

const SHAPES = {
  circle: [["circle", { cx: 8, cy: 8, r: 6 }]], square: [["rect", { x: 2.5, y: 2.5, width: 11, height: 11 }]],
  triangle: [["path", { d: "M8 1.5L15 14H1z" }]], diamond: [["path", { d: "M8 1l7 7-7 7-7-7z" }]],
  pentagon: [["path", { d: "M8 1l7 5.2-2.7 8.3H3.7L1 6.2z" }]], hexagon: [["path", { d: "M4.5 2h7L15 8l-3.5 6h-7L1 8z" }]],
  star: [["path", { d: "M8 1l2 5h5l-4 3.3L12.500 15 8 11.600 3.500 15 5 9.300 1 6h5z" }]], cross: [["path", { d: "M5.500 1h5v4.500H15v5h-4.500V15h-5v-4.500H1v-5h4.500z" }]],
};

export function mark(role) {
  if (!role) return null;
  const shape = SHAPES[role.shape] || SHAPES.circle;
  return s("svg", { viewBox: "0 0 16 16", class: "mark", "aria-hidden": "true" }, shape.map(([tag, at]) => s(tag, { ...at, fill: role.colour || "currentColor" })));
}

export function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

export function qr(rows) {
  const size = rows.length + 8;
  const cells = [];
  rows.forEach((row, y) => [...row].forEach((cell, x) => { if (cell === "1") cells.push(`M${x + 4} ${y + 4}h1v1h-1z`); }));
  return s("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": "QR", "shape-rendering": "crispEdges" }, s("path", { d: cells.join(""), fill: "#000" }));
}
