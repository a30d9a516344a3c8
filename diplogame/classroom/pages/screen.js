// The projector: what is public, and how to join. It asks for nothing that a role should not see, and is given nothing such.
import { $, fill, h, qr } from "./dom.js";
import { Clock } from "./clock.js";
import { chart, loadMap, map } from "./map.js";
import { Net, oneAtATime, pause, recall, remember } from "./net.js";
import { review, shown, voteList } from "./unveil.js";
import { clauses, floorLine, roll, speakers, speechClock, textHead } from "./plenary.js";
import { loadWords, number, signed, t, word } from "./words.js";

if (location.hash.length > 1) { remember("screen", location.hash.slice(1)); history.replaceState(null, "", "/screen"); }
const net = new Net(recall("screen"));
let state = null, clock = null, mapped = "";
const speech = {};

function tiles(p) {
  return h("div", { class: "tiles" }, [[t("seat.escalation"), number(p.escalation, 1), p.escalation >= 6 ? "bad" : "", word("rung", p.rung)], [t("seat.brent"), `$${number(p.brent)} ${p.brent_change > 0 ? "▲" : p.brent_change < 0 ? "▼" : ""}`, "", signed(p.brent_change || 0)], [t("seat.strait"), word("strait", p.strait), "", p.flow === undefined ? "" : `${number(p.flow, 1)} mb/d`], [t("brief.talks"), word("talks", (p.talks || {}).state), "", ""]].map(([label, value, tone, more]) => h("div", { class: "card tile" }, h("span", { class: "small dim" }, label), h("b", { class: tone }, value), h("span", { class: "small dim" }, more))));
}

function drawJoin() {
  const best = state.addresses[0] || {};
  const big = state.groups.every((g) => g.phase === "lobby");
  $("joinbox").classList.toggle("big", big);
  fill($("joinbox"), h("div", { class: "qr" }, qr(state.qr)), h("div", {}, h("p", { class: "small dim" }, t("screen.join")), address(best.url || ""), h("p", { class: "code" }, state.code), h("p", { class: "dim" }, t("screen.joined", { n: state.joined }), state.waiting ? ` · ${t("console.phones", { n: state.waiting })}` : ""), state.door ? null : h("p", { class: "warn" }, t("join.shut"))));
}

// An address is broken only between its parts.
function address(url) {
  const [scheme, rest] = url.includes("://") ? url.split("://") : ["", url];
  const at = rest.lastIndexOf(":");
  const host = at > 0 ? rest.slice(0, at) : rest, port = at > 0 ? rest.slice(at) : "";
  return h("p", { class: "address strong" }, h("span", { class: "part" }, scheme ? `${scheme}://` : ""), h("wbr"), h("span", { class: "part" }, host), h("wbr"), h("span", { class: "part" }, port));
}

function drawDebrief() {
  const d = state.debrief;
  const by = Object.fromEntries(state.roles.map((r) => [r.role, r]));
  return h("section", { class: "card stack debrief" }, h("h2", {}, t(`step.${d.name}`)), h("p", { class: "headline" }, t(`step_text.${d.name}`)), shown(d),
    d.name === "whatif" && d.what_ifs.length ? ("whatif" in d.revealed ? voteList(d.what_ifs, by) : h("ul", { class: "stack" }, d.what_ifs.map((one) => h("li", { class: "card" }, one.text)))) : null);
}

// Who speaks, who is next, how much time is left, and the text on the table.
function plenary(g) {
  const by = Object.fromEntries(state.roles.map((r) => [r.role, r]));
  if (!speech[g.id]) { const face = h("span", { class: "clock push", role: "timer" }); speech[g.id] = { face, clock: new Clock(face, h("p", {})) }; }
  speech[g.id].clock.set(speechClock(g.floor));
  const open = g.texts.filter((text) => text.fate === "vote"), told = [...g.texts].reverse().filter((text) => ["adopted", "failed"].includes(text.fate)), tabled = g.texts.filter((text) => text.fate === "draft");
  const text = open[0] || told[0];
  return h("section", { class: "card stack plenary" }, h("h2", {}, state.groups.length > 1 ? `${t("plenary.title")} · ${t("console.group", { group: g.id })}` : t("plenary.title")), h("div", { class: "row" }, h("p", { class: "speaks" }, floorLine(g.floor, by)), speech[g.id].face),
    h("h3", {}, t("plenary.next")), speakers(g.floor, by), g.floor.listing ? null : h("p", { class: "dim" }, t("plenary.list_shut")),
    text ? h("article", { class: "card stack" }, textHead(text, by), clauses(text), text.fate === "vote" ? h("p", { class: "strong" }, t(`rule_of.${text.rule}`), " ", t("plenary.cast", { n: text.cast })) : roll(text, by)) : null,
    tabled.length ? [h("h3", {}, t("plenary.texts")), h("ul", {}, tabled.map((one) => h("li", {}, one.title, h("span", { class: "dim" }, ` · ${t("plenary.sponsors", { list: one.sponsors.map((role) => (by[role] || {}).name || role).join(", ") })}`))))] : null);
}

// The last turn's news, the gravest first.
function gravest(p, most) {
  const last = Math.max(0, ...p.cables.map((c) => c.turn));
  return p.cables.filter((c) => c.turn === last).sort((a, b) => b.gravity - a.gravity).slice(0, most);
}

function draw() {
  const first = state.groups[0], p = first.public;
  $("title").textContent = state.title;
  $("turn").textContent = first.phase === "lobby" ? t("seat.lobby") : first.practice ? t("seat.practice") : first.phase === "over" ? t("seat.over") : `${t("seat.turn", { turn: first.clock.turn, turns: first.clock.turns })}${p && p.day ? ` · ${p.day}` : ""}`;
  clock.set(first.clock);
  $("clock").hidden = first.floor.stage === "open" && !first.clock.running;
  $("cover").hidden = !(state.eyes_up || state.all_stop || state.projector === "blank");
  $("cover-text").textContent = state.eyes_up && !state.all_stop ? t("seat.eyes_up") : "";
  document.body.dataset.view = state.projector;
  drawJoin();
  const left = [];
  const debrief = state.debrief.step >= 0 && state.debrief.name !== "unveil";
  if (debrief) left.push(drawDebrief());
  else if (state.projector === "review" && state.groups.some((g) => g.review)) state.groups.filter((g) => g.review).forEach((g) => left.push(h("div", { class: "stack" }, state.groups.length > 1 ? h("h2", {}, t("console.group", { group: g.id })) : null, review(g.review))));
  else if (state.projector === "map" && state.groups.some((g) => ["announced", "open"].includes(g.floor.stage))) left.push(...state.groups.filter((g) => ["announced", "open"].includes(g.floor.stage)).map(plenary));
  else if (state.projector === "clock") left.push(h("p", { class: "empty" }, ""));
  else if (p && state.groups.length === 1) {
    left.push(tiles(p));
    const now = JSON.stringify([p.facilities, first.phase]);
    if (now !== mapped || !$("the-map")) { mapped = now; left.push(h("div", { id: "the-map" }, map(p, state.roles))); } else left.push($("the-map"));
  } else left.push(...state.groups.map((g) => h("section", { class: "card stack" }, h("h2", {}, `${t("console.group", { group: g.id })} · ${t("seat.turn", { turn: g.clock.turn, turns: g.clock.turns })}`), g.public ? tiles(g.public) : null, g.phase === "lobby" ? null : (g.news || []).filter((n) => n.turn >= g.clock.turn).slice(-1).map((n) => h("p", { class: "strong" }, h("span", { class: "warn" }, t("seat.flash")), " ", n.title)), g.public && g.phase !== "lobby" ? gravest(g.public, state.groups.length > 3 ? 1 : 3).map((c) => h("p", {}, c.headline)) : null)));
  fill($("left"), left);
  const turnNow = first.clock.turn, alone = state.groups.length === 1; // with several, each group's card tells its own
  const news = !alone ? [] : [...(first.news || [])].reverse().filter((n) => n.turn >= turnNow - 1).slice(0, 2).map((n) => h("article", { class: "card", "data-rank": n.turn >= turnNow ? 1 : 5 }, h("p", { class: "small warn strong" }, t("seat.flash")), h("p", { class: "headline" }, n.title), h("p", {}, n.text)));
  const headlines = state.debrief.headlines.slice(-3).map((text) => h("article", { class: "card", "data-rank": 2 }, h("p", { class: "small warn strong" }, t("press.title")), h("p", { class: "headline" }, text)));
  const said = !alone ? [] : [...(first.statements || [])].reverse().filter((m) => m.turn >= turnNow - 1).slice(0, 2).map((m) => h("article", { class: "card message public", "data-rank": 2 }, h("p", { class: "small dim" }, [m.from, ...(m.joint ? m.to : [])].map((r) => (state.roles.find((x) => x.role === r) || {}).name || r).join(", ")), h("p", { class: "headline" }, m.text)));
  const cables = alone && p && first.phase !== "lobby" ? gravest(p, 8) : [];
  fill($("news"), debrief || state.projector === "clock" ? null : [news, headlines, said, cables.length ? h("section", { class: "card stack" }, h("h2", {}, t("screen.news")), cables.map((c) => h("p", { "data-rank": 3 }, h("span", { class: "pill" }, word("family", c.family || c.kind)), " ", c.headline))) : null,
    alone && p && first.phase !== "lobby" ? h("section", { class: "tiles charts", "data-rank": 4 }, ["brent", "escalation"].map((name) => chart(p.series[name], t(`seat.${name}`)))) : null]);
  fit();
}

// Nobody scrolls a projector: what does not fit below the join box goes, by its rank and the least grave first.
function fit() {
  if (innerWidth < 960 || state.projector !== "map") return;
  const room = [...$("news").querySelectorAll("[data-rank]")].map((node, place) => [Number(node.dataset.rank), place, node]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  while (room.length > 2 && $("right").getBoundingClientRect().bottom + scrollY > innerHeight) room.pop()[2].remove();
}

let waiting = null;
function refreshSoon(wait = 200) { if (!waiting) waiting = setTimeout(async () => { waiting = null; try { await refresh(); } catch { refreshSoon(2000); } }, wait); }
const refresh = oneAtATime(async () => { state = await net.get("/api/screen"); draw(); });

async function start() {
  await Promise.all([loadWords(), loadMap()]);
  if (!net.token) { $("lost").hidden = false; $("lost").textContent = t("screen.no_token"); return; }
  clock = new Clock($("clock"), $("spoken"));
  net.onevent = (event) => { if (event.kind === "no_token") { net.stop(); $("lost").hidden = false; $("lost").textContent = t("screen.no_token"); } else refreshSoon(); };
  net.onstate = (alive) => { $("lost").hidden = alive; if (alive) refreshSoon(); };
  for (;;) { try { await refresh(); break; } catch (error) { if (error.status === 401 || error.status === 403) { $("lost").hidden = false; $("lost").textContent = t("screen.no_token"); return; } await pause(1500); } }
  net.listen(state.last);
  setInterval(() => refreshSoon(0), 15000);
}
start();
