// A seat's page: what it knows, what it wants done, what it is asked. It draws what /api/seat gives and keeps no rule of its own.
import { $, fill, h, key, mark } from "./dom.js";
import { Clock } from "./clock.js";
import { drawDebrief, drawOver } from "./seat_debrief.js";
import { drawMessages, drawWriting, wireWriting } from "./seat_messages.js";
import { drawPlenary, noticeOfPlenary, readPlenary, takeText, wirePlenary } from "./seat_plenary.js";
import { drawDraft, drawTeam, expects, openPicker, support } from "./seat_orders.js";
import { chart, loadMap, map, placeList } from "./map.js";
import { Net, oneAtATime, pause, recall, remember } from "./net.js";
import { term } from "./term.js";
import { estimate, loadWords, number, signed, t, turnName, word } from "./words.js";

const kept = recall("seat");
const as = new URLSearchParams(location.hash.slice(1));
const watching = as.has("role");
export const net = new Net(watching ? as.get("token") || recall("console") : kept && kept.token);
export const page = { data: null, orders: [], draft: { orders: [], ready: false }, unread: 0, by: {}, cables: 20 };
let clock = null, mapped = "";

const query = watching ? `?group=${as.get("group")}&role=${as.get("role")}` : "";

export const reload = oneAtATime(async () => {
  const data = await net.get(`/api/seat${query}`);
  const before = page.data;
  page.data = data;
  page.by = Object.fromEntries((data.roles || []).map((role) => [role.role, role]));
  if (data.role && data.view) page.orders = await net.get(`/api/orders${query}`);
  const mine = recall("draft");
  const fresh = !before || before.turn !== data.turn || before.phase !== data.phase;
  if (fresh || !page.dirty) page.draft = { orders: [...data.committed.orders], ready: data.committed.ready === true };
  if (fresh && mine && mine.turn === data.turn && mine.person === data.person && mine.unsent) { page.draft = { orders: mine.orders.filter((id) => page.orders.some((o) => o.id === id && !o.greyed)), ready: false }; save(); }
  if (fresh) { $("because").value = data.committed.because || ""; $("prediction").value = (data.committed.prediction || {}).text || ""; $("probability").value = String((data.committed.prediction || {}).p ?? 0.5); }
  draw();
});

let reloading = null;
function reloadSoon(spread = 300) {
  if (reloading) return;
  reloading = setTimeout(async () => { reloading = null; try { await reload(); } catch (error) { if (error.status === 401) gone("elsewhere"); else reloadSoon(3000); } }, Math.random() * spread);
}

function gone(why) { net.stop(); location.href = watching ? "/console" : `/#${why}`; }

// Save the draft: on the page at once, on the server as soon as it can.
export async function save(ready = false) {
  const data = page.data;
  page.dirty = true;
  remember("draft", { turn: data.turn, person: data.person, orders: page.draft.orders, unsent: true });
  const body = { turn: data.turn, orders: page.draft.orders, key: key(), ready, because: $("because").value.slice(0, 200) };
  if ($("prediction").value.trim()) body.prediction = { text: $("prediction").value.slice(0, 200), p: Number($("probability").value) };
  say("");
  for (let attempt = 0; ; attempt++) {
    try {
      await net.put("/api/docket", body);
      page.draft.ready = ready; page.dirty = false;
      remember("draft", { turn: data.turn, person: data.person, orders: page.draft.orders, unsent: false });
      say(ready ? t("seat.handed_in") : t("seat.saved"), "good");
      break;
    } catch (error) {
      if (error.status) { page.dirty = false; say(error.message, "bad"); if (error.status !== 423) reloadSoon(0); break; }
      say(t("seat.kept_here"), "warn");
      await pause(Math.min(8000, 600 * 2 ** attempt));
      if (page.data.turn !== data.turn) break;
    }
  }
  drawReady(); drawDraft();
}

export function say(text, tone = "") { $("docket-state").textContent = text; $("docket-state").className = `small ${tone}`; }

export async function answer(ask, value) {
  try { await net.put("/api/answers", { turn: page.data.turn, answers: { [ask]: value }, key: key() }); page.data.committed.answers[ask] = value; if (page.draft.ready) page.draft.ready = false; say(t("seat.answered"), "good"); } catch (error) { say(error.message, "bad"); }
  drawAsks(); drawReady();
}

function drawTop() {
  const d = page.data;
  const role = page.by[d.role];
  fill($("who"), role ? mark(role) : null, " ", role ? role.name : d.title);
  document.title = `${role ? role.name : d.title} · diplogame`;
  $("turn").textContent = d.phase === "practice" ? t("seat.practice") : d.phase === "lobby" ? t("seat.lobby") : d.phase === "over" ? t("seat.over") : t("seat.turn", { turn: d.turn, turns: d.clock.turns });
  clock.set(d.clock);
  const stop = d.settings.all_stop, up = d.eyes_up;
  $("cover").hidden = !(stop || up) || watching;
  $("cover-text").textContent = stop ? t("seat.all_stop") : t("seat.eyes_up");
}

function drawTiles() {
  const v = page.data.view;
  fill($("tiles"), [
    ["escalation", t("seat.escalation"), number(v.escalation, 1), v.escalation >= 6 ? "bad" : v.escalation >= 4 ? "warn" : "", word("rung", v.rung)],
    ["brent", t("seat.brent"), `$${number(v.brent)} ${v.brent_change > 0 ? "▲" : v.brent_change < 0 ? "▼" : ""}`, "", signed(v.brent_change)],
    ["score", t("seat.score"), number(v.score), "", v.par === null ? "" : t("seat.par", { par: number(v.par) })],
    ["strait", t("seat.strait"), word("strait", v.strait), v.strait === "open" ? "" : "warn", `${number(v.flow, 1)} mb/d`],
  ].map(([name, label, value, tone, more]) => h("div", { class: "card tile" }, term(name, label), h("b", { class: tone }, value), h("span", { class: "small dim" }, more))));
}

export function drawAsks() {
  const d = page.data, given = d.committed.answers;
  fill($("asks"), d.asked.map((ask) => h("section", { class: "card ask stack", "aria-label": `${t("seat.asked")}: ${ask.text}` },
    h("h2", {}, word("ask", ask.kind)), h("p", {}, ask.text),
    h("div", { class: "row fill", role: "group" }, ask.choices.map((choice, k) => h("button", { type: "button", id: `ask-${ask.id}-${choice.value}`, "aria-pressed": String(given[ask.id] === choice.value), "aria-describedby": `stakes-${ask.id}-${k}`, disabled: watching || support(), onclick: () => answer(ask.id, choice.value) }, choice.label))),
    h("ul", { class: "small dim" }, ask.choices.map((choice, k) => h("li", { id: `stakes-${ask.id}-${k}` }, `${choice.label}: ${choice.stakes || "–"}`))),
    given[ask.id] ? null : h("p", { class: "small warn" }, t("seat.default", { answer: (ask.choices.find((c) => c.value === ask.default) || { label: ask.default }).label })))));
}

export function drawReady() {
  const button = $("ready");
  const open = ["orders", "practice"].includes(page.data.phase) && page.data.role && page.data.held !== "ai" && !watching && !support();
  button.disabled = !open;
  button.setAttribute("aria-pressed", String(page.draft.ready));
  button.textContent = page.draft.ready ? t("seat.is_ready") : t("seat.ready");
  $("to-team").textContent = page.unread ? t("seat.team_chat", { n: page.unread }) : t("seat.team_write");
  $("tab-messages").textContent = page.unread ? `${t("seat.messages")} · ${page.unread}` : t("seat.messages");
}

function drawNotices() {
  const d = page.data;
  const shown = [];
  if (watching) shown.push(t("seat.watching"));
  if (d.held === "ai") shown.push(t("seat.ai_has_it"));
  if (d.notice === "ai_held") shown.push(t("seat.ai_held"));
  if (d.notice === "dropped") shown.push(t("seat.dropped"));
  if (d.phase === "lobby") shown.push(t("seat.before"));
  if (d.phase === "practice") shown.push(t("seat.prompts"));
  if (d.phase === "resolving") shown.push(t("seat.resolving"));
  const late = `${d.person}@${d.group}`;
  const soFar = d.so_far && d.so_far.length && recall("caught-up") !== late ? h("section", { class: "card ask stack" }, h("h2", {}, t("seat.so_far")), h("p", { class: "small" }, t("seat.so_far_help", { role: (page.by[d.role] || {}).name })), h("ol", { class: "small stack" }, d.so_far.map((one) => h("li", {}, h("span", { class: "dim" }, `${turnName(one.turn)} · `), one.headline))), h("button", { type: "button", id: "caught-up", onclick: () => { remember("caught-up", late); drawNotices(); } }, t("seat.caught_up"))) : null;
  const now = d.news.filter((n) => n.turn === d.turn);
  fill($("notices"), soFar, watching ? null : noticeOfPlenary(() => showPane("plenary")), shown.map((text) => h("p", { class: "card small" }, text)), now.map((n) => h("p", { class: "card small" }, h("span", { class: "strong warn" }, t("seat.flash"), " "), h("span", { class: "strong" }, n.title, ". "), n.text)));
}

export function drawCables() {
  const d = page.data, wanted = $("find-cable").value.trim().toLowerCase();
  const all = [...d.view.cables].reverse();
  const cable = (c, full) => h("article", { class: "cable" }, h("p", {}, h("span", { class: `pill ${c.only_you ? "warn" : ""}` }, c.only_you ? t("cable.only_you") : word("family", c.family || c.kind)), " ", h("span", { class: "small dim" }, turnName(c.turn)), " ", h("span", { class: "strong" }, c.headline)),
    full && c.detail && c.detail !== c.headline ? h("p", { class: "small dim" }, c.detail) : null,
    full && c.source && c.source !== d.role && c.kind === "order" && !watching ? h("button", { type: "button", class: "plain small", onclick: () => why(c) }, t("cable.why")) : null);
  const last = all.length ? all[0].turn : 0;
  fill($("latest"), all.length ? all.filter((c) => c.turn === last).sort((a, b) => b.gravity - a.gravity).slice(0, 6).map((c) => cable(c, false)) : h("p", { class: "empty" }, d.briefing));
  const shown = all.filter((c) => !wanted || `${c.headline} ${c.detail}`.toLowerCase().includes(wanted));
  fill($("cable-list"), shown.length ? shown.slice(0, page.cables).map((c) => cable(c, true)) : h("p", { class: "empty" }, t("cable.none")), shown.length > page.cables ? h("button", { type: "button", id: "more-cables", onclick: () => { page.cables += 60; drawCables(); } }, t("cable.more", { n: shown.length - page.cables })) : null);
}

async function why(cable) {
  const box = $("why");
  fill(box, h("h2", { id: "why-title" }, t("cable.why")), h("p", { class: "strong" }, cable.headline), h("p", {}, "…"));
  box.showModal();
  let found;
  try { found = await net.post("/api/why", { event: cable.id }); } catch (error) { found = { text: error.message, for: [], against: [], alternatives: [] }; }
  const list = (title, rows) => (rows && rows.length ? [h("h3", {}, title), h("ul", {}, rows.map((r) => h("li", {}, r.label || r.title, r.value !== undefined ? ` ${signed(r.value)}` : r.chance !== undefined ? ` ${number(100 * r.chance)}%` : "")))] : null);
  fill(box, h("div", { class: "stack" }, h("h2", { id: "why-title" }, t("cable.why")), h("p", { class: "strong" }, cable.headline), h("p", {}, found.text), list(t("why.for"), found.for), list(t("why.against"), found.against), list(t("why.else"), found.alternatives),
    found.flip ? h("p", {}, found.flip) : null, h("button", { type: "button", class: "main", onclick: () => box.close() }, t("close"))));
}

function drawMap() {
  const v = page.data.view;
  const now = JSON.stringify([v.facilities.map((f) => [f.id, f.fresh]), page.data.turn, page.data.role]);
  if (now !== mapped) { mapped = now; fill($("map-box"), map(v, page.data.roles)); }
  fill($("charts"), [["brent", t("seat.brent")], ["escalation", t("seat.escalation")], ["flow", t("seat.flow")]].map(([name, label]) => chart(v.series[name], label)));
  fill($("place-list"), placeList(v, page.data.roles));
  fill($("state-list"), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("states.label") }, h("table", {}, h("thead", {}, h("tr", {}, ["name", "relation", "trust", "stability", "standing", "commitment", "postures"].map((c) => h("th", { scope: "col" }, t(`states.${c}`))))),
    h("tbody", {}, v.states.map((s) => h("tr", {}, h("th", { scope: "row" }, s.name, s.you ? ` (${t("states.you")})` : ""), h("td", {}, s.you ? "–" : signed(s.relation)), h("td", {}, s.trust === null ? "–" : number(s.trust, 2)), h("td", {}, number(s.stability)), h("td", {}, number(s.standing)), h("td", {}, number(s.commitment, 1)), h("td", { class: "small" }, (s.postures || []).map((p) => word("posture", p)).join(", ") || "–")))))));
}

const TERMS = ["escalation", "brent", "score", "strait", "capital", "standing", "relation", "trust", "commitment", "posture", "covert", "veto", "estimate"];

// What the seat can do at all, one line a kind of order.
function abilities() {
  const seen = new Map();
  for (const order of page.orders) if (!seen.has(order.verb)) seen.set(order.verb, { title: order.title, about: order.about });
  return [...seen.values()].sort((a, b) => a.title.localeCompare(b.title));
}

function drawBrief() {
  const d = page.data, v = d.view;
  fill($("brief-box"), h("p", {}, d.brief.card),
    h("div", { class: "card stack" }, h("h3", {}, t("brief.goals")), v.goals.map((g) => h("div", {}, h("p", {}, h("span", { class: "strong" }, g.title), " ", h("span", { class: "small dim" }, `${number(100 * g.weight)}% · ${number(g.value)}/100 ${g.change ? `(${signed(g.change)})` : ""} ${g.reading || ""}`)), h("meter", { min: 0, max: 100, value: g.value, "aria-label": g.title }), h("p", { class: "small dim" }, g.why)))),
    h("details", { id: "brief-page" }, h("summary", {}, t("brief.more")), h("dl", { class: "stack" }, ["who", "want", "can", "fear", "opening", "temptation", "regret"].map((part) => [h("dt", { class: "strong" }, t(`brief.${part}`)), h("dd", {}, d.brief[part])]))),
    h("details", { id: "dossier" }, h("summary", {}, t("brief.dossier")), h("div", { class: "stack" }, h("p", {}, d.briefing), h("ul", { class: "stack" }, abilities().map((o) => h("li", {}, h("span", { class: "strong" }, o.title), o.about ? h("span", { class: "small dim" }, ` ${o.about}`) : null))))),
    h("details", { id: "glossary" }, h("summary", {}, t("brief.words")), h("dl", { class: "stack" }, TERMS.map((name) => [h("dt", { class: "strong" }, t(`term_name.${name}`)), h("dd", {}, t(`term.${name}`))]))),
    h("div", { class: "card stack" }, h("h3", {}, t("brief.talks")), h("p", {}, word("talks", v.talks.state), v.talks.host ? ` · ${(page.by[v.talks.host] || {}).name || v.talks.host}` : ""), v.talks.paper ? h("p", { class: "small" }, v.talks.paper.name) : null,
      h("h3", {}, t("brief.council")), v.council.draft ? h("p", {}, v.council.draft.text) : h("p", { class: "empty" }, t("brief.no_draft")),
      v.council.draft ? h("ul", { class: "small" }, v.council.members.map((m) => h("li", {}, `${m.name}${m.permanent ? " ★" : ""}: ${t("brief.vote", { yes: number(100 * m.p_yes), no: number(100 * m.p_no) })}`))) : null,
      h("h3", {}, t("brief.promises")), v.promises.length ? h("ul", { class: "small" }, v.promises.map((p) => h("li", {}, `${p.text} · ${word("promise", p.state)} · ${t("brief.due", { turn: p.due })}`))) : h("p", { class: "empty" }, t("brief.none")),
      h("h3", {}, t("brief.beliefs")), v.beliefs.length ? h("ul", { class: "small" }, v.beliefs.map((b) => h("li", {}, `${b.label}: ${estimate(b.value)} (${estimate(b.low)}–${estimate(b.high)})`))) : h("p", { class: "empty" }, t("brief.none"))),
    kept && kept.back && !watching ? h("p", { class: "card" }, t("brief.return_code"), " ", h("span", { class: "code" }, kept.back)) : null);
}

function drawWaiting() {
  const d = page.data;
  $("waiting").hidden = Boolean(d.role);
  if (!d.role) $("plenary").hidden = true;
  document.querySelectorAll(".pane:not(#plenary), .bottom").forEach((node) => { node.hidden = !d.role || !d.view; });
  if (d.role) return;
  if (d.press) { drawPress(d); return; }
  fill($("waiting"), h("h2", {}, t("wait.title", { name: d.name })), h("p", {}, d.wish ? t("wait.wished", { role: (page.by[d.wish] || {}).name || d.wish }) : t("wait.text")),
    kept && kept.back ? h("p", {}, t("brief.return_code"), " ", h("span", { class: "code" }, kept.back)) : null,
    h("div", { class: "roles" }, d.roles.map((r) => h("button", { type: "button", id: `wish-${r.role}`, onclick: async () => { try { await net.post("/api/wish", { role: r.role }); } catch (error) { say(error.message, "bad"); } reloadSoon(0); } }, mark(r), r.name))));
}

function drawPress(d) {
  const box = $("waiting");
  if (!$("say-headline")) fill(box, h("h2", {}, t("press.title")), h("p", {}, t("press.text")), h("form", { class: "stack", onsubmit: async (event) => { event.preventDefault(); const text = $("say-headline").value.trim(); if (!text) return; try { await net.post("/api/say", { step: "headline", text, key: key() }); $("say-headline").value = ""; $("press-state").textContent = t("press.sent"); } catch (error) { $("press-state").textContent = error.message; } } },
    h("label", { for: "say-headline" }, t("press.headline")), h("input", { id: "say-headline", maxlength: 200, autocomplete: "off" }), h("button", { type: "submit", class: "main" }, t("send")), h("p", { id: "press-state", class: "small", role: "status" })), h("div", { id: "press-shown", class: "stack" }),
    h("form", { class: "stack", onsubmit: askTeam }, h("label", { for: "ask-whom" }, t("press.whom")), h("select", { id: "ask-whom" }, d.roles.map((r) => h("option", { value: r.role }, r.name))), h("label", { for: "ask-text" }, t("press.question")), h("textarea", { id: "ask-text", rows: 2, maxlength: 600 }), h("button", { type: "submit", class: "main" }, t("send")), h("p", { id: "ask-state", class: "error", role: "alert" })),
    h("div", { id: "press-plenary", class: "stack" }), h("div", { id: "press-letters", class: "stack", "aria-live": "polite" }), h("div", { id: "press-news", class: "stack" }));
  fill($("press-shown"), d.headlines.length ? [h("h3", {}, t("press.shown")), h("ul", {}, d.headlines.map((text) => h("li", {}, text)))] : null);
  fill($("press-plenary"), readPlenary(d));
  fill($("press-letters"), h("h2", {}, t("press.letters")), d.messages.length ? [...d.messages].reverse().slice(0, 40).map((m) => h("article", { class: `message ${m.from === "press" ? "mine" : ""} ${m.public ? "public" : ""}` }, h("p", { class: "small" }, h("span", { class: "strong" }, (page.by[m.from] || {}).name || t(`to.${m.from}`)), " → ", m.to.map((r) => (page.by[r] || {}).name || t(`to.${r}`)).join(", "), h("span", { class: "dim" }, ` · ${turnName(m.turn)}`)), h("p", {}, m.text))) : h("p", { class: "empty" }, t("message.none")));
  fill($("press-news"), h("h2", {}, t("screen.news")), [...d.press.cables].reverse().slice(0, 40).map((c) => h("article", { class: "cable" }, h("p", {}, h("span", { class: "small dim" }, turnName(c.turn)), " ", h("span", { class: "strong" }, c.headline)), h("p", { class: "small dim" }, c.detail))));
}

async function askTeam(event) {
  event.preventDefault();
  const text = $("ask-text").value.replace(/\s+/g, " ").trim();
  if (!text) return;
  try { await net.post("/api/messages", { to: $("ask-whom").value, text, key: key() }); $("ask-text").value = ""; $("ask-state").textContent = ""; } catch (error) { $("ask-state").textContent = error.message; }
}

export function draw() {
  const d = page.data;
  drawTop(); drawWaiting(); drawDebrief(); drawOver();
  if (!d.role || !d.view) return;
  drawNotices(); drawTiles(); drawAsks(); drawDraft(); drawTeam(); drawCables(); drawMap(); drawMessages(); drawWriting(); drawPlenary(); drawBrief(); drawReady();
  $("reasons").hidden = d.settings.because === "off" || !["orders", "practice"].includes(d.phase) || watching || support();
  $("ready").hidden = $("tiles").hidden = d.phase === "over"; // the ending tells the numbers
  $("fate").hidden = $("orders-head").hidden = $("draft").hidden = $("docket-state").hidden = d.phase === "over";
  $("because-help").textContent = t(d.settings.because === "asked" ? "seat.because_asked" : "seat.because_help");
  $("fate").textContent = d.clock.mode === "hard" ? t("seat.fate_hard") : t("seat.fate");
}

function showPane(name) {
  for (const pane of document.querySelectorAll(".pane")) pane.classList.toggle("on", pane.id === name);
  for (const tab of document.querySelectorAll(".tabs button")) { if (tab.dataset.pane === name) tab.setAttribute("aria-current", "true"); else tab.removeAttribute("aria-current"); }
  if (name === "messages") { page.unread = 0; drawReady(); }
  $(name).focus({ preventScroll: true }); window.scrollTo(0, 0);
}

function take(event) {
  const data = event.data;
  switch (event.kind) {
    case "clock": page.data.clock = data; page.data.phase = data.phase; page.data.eyes_up = data.eyes_up; drawTop(); if (page.data.view) { drawReady(); drawNotices(); } break;
    case "eyes": page.data.eyes_up = data.on; drawTop(); break;
    case "docket": if (!page.dirty) { const because = page.data.committed; page.data.committed = { ...because, ...data }; page.draft = { orders: [...data.orders], ready: data.ready === true }; drawDraft(); drawAsks(); drawReady(); } break;
    case "message": if (page.data.press) reloadSoon(150); else take_message(data); break;
    case "debrief": { const begun = page.data.debrief.step < 0; page.data.debrief = data; drawDebrief(); if (begun || page.data.press) reloadSoon(); break; }
    case "floor": page.data.floor = data; if (page.data.press) drawPress(page.data); else if (page.data.view) { drawPlenary(); drawNotices(); } break;
    case "joint_text": if (page.data.role && page.data.view) { takeText(data); drawNotices(); } else reloadSoon(); break;
    case "removed": case "elsewhere": gone(event.kind); break;
    case "no_token": gone("elsewhere"); break;
    case "team": case "seat": reloadSoon(150); break;
    default: reloadSoon();
  }
}

function take_message(message) {
  const all = page.data.messages;
  const place = all.findIndex((m) => m.id === message.id);
  if (message.state === "hidden") { if (place >= 0) all.splice(place, 1); } else if (place >= 0) all[place] = message;
  else { all.push(message); if (message.from !== page.data.role && !$("messages").classList.contains("on")) page.unread++; }
  drawMessages(); drawReady();
}

// Where reasons are asked for, "ready" asks once for a missing one, and lets go at the second tap.
let reminded = 0;
function reasonMissing() {
  const d = page.data;
  if (d.settings.because !== "asked" || !page.draft.orders.length || $("because").value.trim() || reminded === d.turn) return false;
  reminded = d.turn;
  say(t("seat.reason_first"), "warn"); showPane("orders"); $("because").focus();
  return true;
}

async function start() {
  if (!net.token) { location.href = "/"; return; }
  await Promise.all([loadWords(), loadMap()]);
  fill($("probability"), [10, 25, 50, 75, 90].map((p) => h("option", { value: p / 100 }, `${p}%`)));
  $("probability").value = "0.5";
  clock = new Clock($("clock"), $("spoken"));
  document.querySelectorAll(".tabs button").forEach((tab) => tab.addEventListener("click", () => showPane(tab.dataset.pane)));
  $("ready").addEventListener("click", () => { if (!page.draft.ready && reasonMissing()) return; save(!page.draft.ready); });
  $("to-team").addEventListener("click", () => { showPane("messages"); $("to").value = "team"; $("to").dispatchEvent(new Event("change")); $("text").focus(); });
  $("because").addEventListener("change", () => save());
  $("prediction").addEventListener("change", () => save());
  $("find-cable").addEventListener("input", drawCables);
  document.addEventListener("add-order", openPicker);
  wireWriting(); wirePlenary();
  net.onevent = take;
  net.onstate = (alive) => { $("lost").hidden = alive; if (alive && page.data) reloadSoon(100); };
  for (;;) {
    try { await reload(); break; } catch (error) { if (error.status === 401 || error.status === 403) { gone("elsewhere"); return; } await pause(2000); }
  }
  if (!watching) remember("seat", { ...kept, name: page.data.name, role: page.data.role });
  net.listen(page.data.last);
}

export { expects };
start();
