// The theatre in SVG, from the same map file as the desktop's. A list beside it says the same in words.
import { h, s } from "./dom.js";
import { number, t, word } from "./words.js";

let drawn = null;

export async function loadMap() {
  try { drawn = await (await fetch("/static/map.json")).json(); } catch { drawn = {}; }
}

function project(lat, lon) {
  const p = drawn && drawn.projection;
  if (!p) return [(lon - 44) * 90, (34 - lat) * 110];
  const rad = Math.PI / 180;
  const rho = (p.radius * p.f) / Math.tan(Math.PI / 4 + (lat * rad) / 2) ** p.n;
  const angle = p.n * (lon - p.lon0) * rad;
  return [rho * Math.sin(angle), rho * Math.cos(angle) - p.rho0];
}

const VIEW = [-1950, -1150, 3700, 3150];
const MARKS = { circle: "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0", square: "M-.9-.9H.9V.9H-.9z", triangle: "M0-1.100L1.050.850H-1.050z", diamond: "M0-1.200L1.200 0 0 1.200-1.200 0z",
  pentagon: "M0-1.100L1.050-.34.65.9H-.65L-1.050-.34z", hexagon: "M-.55-.95H.55L1.100 0 .55.95H-.55L-1.100 0z", star: "M0-1.200L.35-.4 1.200-.4.55.15.8 1 0 .5-.8 1-.55.15-1.200-.4-.35-.4z", cross: "M-.4-1.100H.4V-.4H1.100V.4H.4V1.100H-.4V.4H-1.100V-.4H-.4z" };

// picture: {states, facilities}; roles: [{role, colour, shape}]
export function map(picture, roles) {
  const [x, y, w, height] = VIEW;
  const known = Object.fromEntries(roles.map((role) => [role.role, role]));
  const svg = s("svg", { class: "map", viewBox: VIEW.join(" "), role: "img", "aria-label": t("map.label") });
  svg.append(s("defs", {}, s("pattern", { id: "hatch", width: 40, height: 40, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, s("line", { class: "hatch", x1: 0, y1: 0, x2: 0, y2: 40 }))));
  if (drawn && drawn.land) {
    svg.append(s("path", { class: "land", d: drawn.land }));
    for (const country of drawn.countries || []) {
      const role = country.role && known[country.role];
      if (role) svg.append(s("path", { d: country.path, fill: role.colour, "fill-opacity": 0.28 }));
    }
    svg.append(s("path", { class: "edge", d: drawn.borders }));
    for (const area of drawn.disputed || []) svg.append(s("path", { class: "disputed", d: area.path }));
  }
  for (const place of picture.facilities || []) {
    const [px, py] = project(place.lat, place.lon);
    svg.append(s("circle", { class: place.fresh ? "place fresh" : "place", cx: px, cy: py, r: place.fresh ? 26 : 16 }, s("title", {}, place.name)));
  }
  const taken = [];
  for (const state of picture.states || []) {
    let [px, py] = project(state.lat, state.lon);
    const far = px < x + 60 || px > x + w - 60 || py < y + 60 || py > y + height - 60;
    px = Math.min(x + w - 90, Math.max(x + 90, px)); py = Math.min(y + height - 90, Math.max(y + 90, py));
    const role = known[state.role] || {};
    svg.append(s("path", { d: MARKS[role.shape] || MARKS.circle, transform: `translate(${px.toFixed(1)} ${py.toFixed(1)}) scale(38)`, fill: role.colour || "#888", stroke: "#fff", "stroke-width": 0.14 }));
    const label = far ? state.name : state.capital_city;
    const crowded = (picture.states || []).some((other) => { const [ox, oy] = project(other.lat, other.lon); return other !== state && ox > px && ox - px < 320 && Math.abs(oy - py) < 90; });
    const right = !crowded && px + 60 + label.length * 52 < x + w;
    let ty = py + 34;
    while (taken.some(([tx, other]) => Math.abs(other - ty) < 95 && Math.abs(tx - (right ? px + 250 : px - 250)) < 480)) ty += 100;
    taken.push([right ? px + 250 : px - 250, ty]);
    svg.append(s("text", { x: right ? px + 62 : px - 62, y: ty, "font-size": 96, "text-anchor": right ? "start" : "end" }, label));
  }
  return svg;
}

export function placeList(picture, roles) {
  const names = Object.fromEntries(roles.map((role) => [role.role, role.name]));
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("map.places") }, h("table", {},
    h("thead", {}, h("tr", {}, [t("map.place"), t("map.owner"), t("map.works")].map((label) => h("th", { scope: "col" }, label)))),
    h("tbody", {}, (picture.facilities || []).map((place) => h("tr", {},
      h("th", { scope: "row" }, place.name, place.red_line ? h("span", { class: "small warn" }, ` ${t("map.red_line")}`) : null, place.fresh ? h("span", { class: "small bad" }, ` ${t("map.fresh")}`) : null),
      h("td", {}, names[place.owner] || "–", h("span", { class: "small dim" }, ` ${word("facility", place.kind)}`)),
      h("td", {}, place.low === undefined ? "–" : place.high - place.low < 0.02 ? `${number(100 * place.integrity)}%` : `${number(100 * place.low)}–${number(100 * place.high)}%`))))));
}

// A chart needs two points; before that the number alone says all.
export function chart(values, label) {
  return values && values.length > 1 ? h("div", { class: "card tile" }, line(values, label)) : null;
}

export function line(values, label) {
  const w = 300, height = 80;
  const low = Math.min(...values), high = Math.max(...values), span = high - low || 1;
  const points = values.map((v, k) => `${((k / Math.max(values.length - 1, 1)) * (w - 8) + 4).toFixed(1)},${(height - 8 - ((v - low) / span) * (height - 16)).toFixed(1)}`);
  return h("figure", {}, h("figcaption", { class: "small dim" }, `${label}: ${number(values.at(-1), 1)} (${number(low, 1)}–${number(high, 1)})`),
    s("svg", { viewBox: `0 0 ${w} ${height}`, width: "100%", "aria-hidden": "true", preserveAspectRatio: "none", height: 64 }, s("line", { class: "chart-axis", x1: 0, x2: w, y1: height - 4, y2: height - 4 }), s("polyline", { class: "chart-line", points: points.join(" ") })));
}
