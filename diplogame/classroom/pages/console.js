// The facilitator's console: every team on one page, those who need the teacher first.
import { $, fill, h, mark } from "./dom.js";
import { Clock, format } from "./clock.js";
import { dialogs } from "./console_boxes.js";
import { drawPlenary } from "./console_plenary.js";
import { Net, oneAtATime, pause, recall, remember } from "./net.js";
import { loadWords, number, t, turnName, word } from "./words.js";

if (location.hash.length > 1) { remember("console", location.hash.slice(1)); history.replaceState(null, "", "/console"); }
export const net = new Net(recall("console"));
export let state = null;
let gid = "A", clock = null, everywhere = false;
export const by = {};

export const group = () => state.groups.find((g) => g.id === gid) || state.groups[0];

export async function act(path, body = {}) {
  try { const found = await net.post(`/api/console/${path}`, { group: group().id, ...body }); refreshSoon(0); return found; } catch (error) { trouble(error.message); refreshSoon(0); return null; }
}

// The clock and the turn's end, for this group or for all at once.
const play = (path, body = {}) => (everywhere && state.groups.length > 1 ? Promise.all(state.groups.filter((g) => g.phase === group().phase).map((g) => act(path, { group: g.id, ...body }))) : act(path, body));

function trouble(text) { $("trouble").hidden = !text; $("trouble").textContent = text; }

let waiting = null;
function refreshSoon(wait = 250) {
  if (waiting) return;
  waiting = setTimeout(async () => { waiting = null; try { await refresh(); } catch (error) { if (error.status === 401) lost(); else refreshSoon(2000); } }, wait);
}

function lost() { net.stop(); $("lost").hidden = false; $("lost").textContent = t("console.no_token"); }

const refresh = oneAtATime(async () => {
  state = await net.get("/api/console/state");
  for (const role of state.roles) by[role.role] = role;
  draw();
});

// An observer's page has nothing to press that acts; a co-facilitator's has all but what opens doors.
const OWN = ["tokens", "lan", "open-screen"];
const mayPress = (id) => state.may === "facilitator" || id.startsWith("group-") || (state.may === "co" && !OWN.includes(id));
export const button = (id, label, run, more = {}) => !mayPress(id) ? null : h("button", { type: "button", id, onclick: run, ...more }, label);

function drawTop() {
  const g = group();
  $("title").textContent = state.groups.length > 1 ? `${state.title} · ${t("console.group", { group: g.id })}` : state.title;
  $("turn").textContent = t("seat.turn", { turn: g.phase === "over" ? Math.max(1, g.turns_played.length) : g.turn, turns: g.turns });
  $("phase").textContent = t(`phase.${g.phase}`); $("phase").dataset.phase = g.phase;
  fill($("join"), `${t("console.join")} `, h("span", { class: "strong" }, (state.addresses[0] || {}).url || ""), ` · ${t("console.code")} `, h("span", { class: "code" }, state.code));
  clock.set(g.clock);
  const playing = g.phase === "orders" || g.phase === "practice";
  fill($("acts"),
    g.phase === "lobby" ? button("start", t("console.start"), () => dialogs.start(), { class: "main" }) : null,
    playing ? button("pause", g.clock.running ? t("console.pause") : t("console.resume"), () => play(g.clock.running ? "pause" : "resume")) : null,
    playing ? button("extend", t("console.extend"), () => play("extend", { seconds: 60 })) : null,
    g.phase === "practice" ? button("practice-off", t("console.practice_off"), () => play("practice", { on: false }), { class: "main" }) : null,
    playing ? button("end-turn", g.phase === "practice" ? t("console.practice_end") : t("console.end_turn"), () => play("end-turn"), { class: "main" }) : null,
    button("eyes", t("console.eyes"), () => act("eyes-up", { on: !state.eyes_up }), { "aria-pressed": String(state.eyes_up) }));
  trouble(g.fault || state.trouble || (state.restarted && playing && !g.clock.running && g.clock.mode !== "off" ? t("console.restarted") : ""));
}

function drawShow() {
  const show = state.show;
  const minutes = (step) => (step.begun ? t("show.of", { done: number(step.minutes), planned: step.planned === null ? "–" : number(step.planned) }) : step.planned === null ? "" : t("show.planned", { planned: number(step.planned) }));
  const face = (step) => [h("span", {}, t(`show.${step.name}`)), h("span", { class: `small ${step.now && step.planned !== null && step.minutes > step.planned + 0.5 ? "warn strong" : "dim"}` }, minutes(step))];
  fill($("strip"), show.strip.map((step) => h("li", { class: step.now ? "now" : "", "aria-current": step.now ? "step" : null }, step.name === "brief" && !step.begun && group().phase === "lobby" && state.may !== "observer" ? h("button", { type: "button", id: "begin-brief", onclick: () => act("plan", { begun: "brief" }) }, face(step)) : face(step))),
    show.bell ? h("li", {}, t("show.bell", { time: new Date(show.bell * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }), left: Math.round((show.bell - state.now) / 60) })) : null);
  const p = show.proposed;
  fill($("advice"), p ? [h("span", { class: p.cut || p.spare <= -0.5 ? "warn strong" : "" }, p.cut ? t("show.cut", { turns: p.turns, minutes: number(show.debrief_minutes) }) : p.spare <= -0.5 ? t("show.eats", { minutes: number(-p.spare) }) : t("show.fits")), p.turn_minutes.length ? ` ${t("show.lengths", { list: p.turn_minutes.slice(0, 8).map((m) => format(m * 60)).join(", ") })} ` : " ",
    p.turn_minutes.length ? button("use-length", t("show.use", { time: format(p.turn_minutes[0] * 60) }), () => act("settings", { turn_seconds: Math.round(p.turn_minutes[0] * 60) })) : null] : show.bell ? "" : t("show.no_bell"));
}

function drawSeats() {
  const g = group();
  const teams = g.seats.filter((s) => s.people.length).length;
  $("seats-head").textContent = t("console.seats", { teams, ai: g.seats.length - teams });
  const tone = { away: "bad", stuck: "bad", asked: "warn", nothing: "warn", writing: "", ready: "good", seated: "good", over: "", ai: "" };
  fill($("seat-list"), g.seats.map((s) => h("article", { class: "team", "aria-label": s.name },
    h("p", { class: "strong" }, mark(by[s.role]), " ", s.name),
    h("p", {}, h("span", { class: `pill ${tone[s.state]}` }, t(`doing.${s.state}`))),
    h("div", { class: "small" }, h("p", {}, s.people.length ? s.people.map((p, k) => [k ? ", " : "", h("span", { class: p.online ? "" : "dim" }, p.name, p.online ? "" : ` (${t("console.gone")})`, p.muted ? ` (${t("console.muted")})` : "")]) : h("span", { class: "dim" }, t("console.ai"))),
      g.phase === "over" && s.score !== null ? h("p", { class: "dim" }, `${t("seat.score")} ${number(s.score)}`) : null, s.orders.length ? h("p", {}, s.orders.join(" · "), s.by === "teacher" ? h("span", { class: "dim" }, ` (${t("console.by_you")})`) : "") : null, s.because ? h("p", { class: "dim" }, t("review.because", { text: s.because })) : null),
    h("div", { class: "does" }, button(`open-${s.role}`, t("console.open_seat"), () => dialogs.seat(s.role), { "aria-label": `${t("console.open_seat")}: ${s.name}` }),
      h("a", { class: "button", href: `/seat#group=${g.id}&role=${s.role}`, target: "_blank", rel: "noopener", "aria-label": `${t("console.see_as")}: ${s.name}` }, t("console.see_as"))))));
  const press = state.waiting.filter((p) => p.kind === "press"), seatless = state.waiting.filter((p) => p.kind !== "press");
  const outside = [...seatless, ...press];
  fill($("waiting"), h("p", { class: "small" }, t("console.phones", { n: state.visitors })), outside.length ? [h("h3", {}, [seatless.length ? t("console.waiting", { n: seatless.length }) : "", press.length ? t("console.press", { n: press.length }) : ""].filter(Boolean).join(" · ")), h("div", { class: "stack" }, outside.map((p) => h("div", { class: "row" }, h("span", { class: "strong" }, p.name), p.kind === "press" ? h("span", { class: "pill" }, t("press.title")) : null, p.wish ? h("span", { class: "dim" }, t("console.wishes", { role: (by[p.wish] || {}).name || p.wish })) : null,
    p.kind === "press" ? null : button(`press-${p.id}`, t("console.to_press"), () => act("seat", { person: p.id, press: true })),
    state.may === "observer" ? null : h("label", { class: "sr", for: `put-${p.id}` }, t("console.put", { name: p.name })), state.may === "observer" ? null : h("select", { id: `put-${p.id}`, class: "short", onchange: (e) => e.target.value && act("seat", { person: p.id, role: e.target.value }) }, h("option", { value: "" }, t("console.give")), state.roles.map((r) => h("option", { value: r.role }, r.name))),
    button(`remove-${p.id}`, t("console.remove"), () => act("moderate", { person: p.id, action: "remove" })))))] : null);
}

function drawBefore() {
  const g = group();
  fill($("before"), g.phase !== "orders" ? h("li", { class: "empty" }, t(`phase.${g.phase}`)) : g.before.length ? g.before.map((b) => h("li", {}, mark(by[b.role]), " ", t(`before.${b.kind}`, { role: (by[b.role] || {}).name, n: b.n || 0 }))) : h("li", { class: "good" }, t("before.all_ready")));
  const played = g.turns_played.length;
  fill($("table-acts"), button("rule", t("console.rule"), () => dialogs.rule(), { disabled: g.phase !== "orders" }), button("roll-back", t("console.roll_back"), () => dialogs.rollBack(), { disabled: !played }),
    button("fork", t("console.fork"), () => dialogs.fork(), { disabled: g.phase === "lobby" }), g.phase === "orders" || g.phase === "resolving" ? button("finish", t("console.finish"), () => dialogs.sure(t("console.finish_sure"), () => act("finish"))) : null,
    g.phase === "lobby" || g.phase === "orders" ? button("practice", t("console.practice"), () => play("practice", { on: true })) : null);
}

const needs = (g) => g.seats.filter((s) => ["away", "stuck", "asked"].includes(s.state) && g.phase === "orders");

function drawGroups() {
  fill($("groups"), h("table", {}, h("thead", {}, h("tr", {}, ["group", "turn", "escalation", "brent", "ready", "needs"].map((c) => h("th", { scope: "col" }, t(`groups.${c}`))))), h("tbody", {}, state.groups.map((g) => h("tr", {}, h("th", { scope: "row" }, button(`group-${g.id}`, g.id, () => { gid = g.id; draw(); }, { "aria-pressed": String(g.id === group().id) })), h("td", {}, `${g.turn}/${g.turns} ${g.phase === "over" ? t("phase.over") : ""}`), h("td", {}, g.escalation === undefined || g.escalation === null ? "–" : `${number(g.escalation, 1)} · ${word("rung", g.rung)}`), h("td", {}, g.brent ? `$${number(g.brent)}` : "–"), h("td", {}, `${g.seats.filter((s) => s.ready).length}/${g.seats.filter((s) => s.people.length).length}`), h("td", { class: needs(g).length ? "warn strong" : "" }, needs(g).map((s) => s.name).join(", ") || "–"))))),
    state.groups.length > 1 ? button("everywhere", t("groups.everywhere"), () => { everywhere = !everywhere; draw(); }, { "aria-pressed": String(everywhere) }) : null);
}

// What an inject does, in the words that a ruling uses.
const doing = (effects) => { const found = Object.entries(effects).map(([what, by]) => `${(state.quantities.find((q) => q.id === what) || { label: word("quantity", what) }).label} ${by > 0 ? "+" : "−"}${Math.abs(by)}`); return found.length ? t("inject.does", { what: found.join(", ") }) : t("inject.does_nothing"); };

function drawInjects() {
  const g = group(), open = g.phase === "orders";
  const one = (i) => h("article", { class: "stack" }, h("div", { class: "row" }, h("h3", {}, i.title), h("span", { class: `pill push ${i.state === "armed" ? "warn" : i.state === "sent" ? "good" : ""}` }, t(`inject.${i.state}`, { turn: i.state === "sent" ? i.sent_turn : i.turn }))),
    h("p", { class: "small dim" }, i.text), h("p", { class: "small" }, t("inject.who", { who: i.to.includes("all") ? t("to.all") : i.to.map((r) => (by[r] || {}).name || r).join(", ") }), " ", doing(i.effects)),
    h("div", { class: "row" }, i.state !== "sent" ? [button(`send-${i.id}`, t("inject.send"), () => act("inject", { id: i.id, action: "send" }), { disabled: !open }), i.state === "armed" ? button(`hold-${i.id}`, t("inject.hold"), () => act("inject", { id: i.id, action: "plan" })) : button(`arm-${i.id}`, t("inject.arm"), () => act("inject", { id: i.id, action: "arm", turn: Math.max(i.turn || 0, g.turn + 1) })), i.state !== "dropped" ? button(`drop-${i.id}`, t("inject.drop"), () => act("inject", { id: i.id, action: "drop" })) : null]
      : button(`correct-${i.id}`, t("inject.correct"), () => dialogs.correct(i), { disabled: !open })));
  const gone = g.injects.filter((i) => ["sent", "dropped"].includes(i.state));
  fill($("injects"), g.injects.filter((i) => !gone.includes(i)).map(one), gone.length ? h("details", { id: "injects-gone" }, h("summary", {}, t("inject.gone", { n: gone.length })), h("div", { class: "stack" }, gone.map(one))) : null, button("new-inject", t("inject.new"), () => dialogs.inject(), { class: "dashed" }));
}

function drawMessages() {
  const g = group();
  fill($("message-acts"), ["on", "held", "off"].map((mode) => button(`messages-${mode}`, t(`messages.${mode}`), () => act("settings", { messages: mode }), { "aria-pressed": String(state.settings.messages === mode) })));
  const name = (role) => (by[role] || {}).name || t(`to.${role || "waiting"}`);
  fill($("messages"), g.messages.length ? [...g.messages].reverse().slice(0, 30).map((m) => h("article", { class: "message" }, h("p", { class: "small" }, h("span", { class: "strong" }, name(m.from)), m.by ? ` (${m.by})` : "", " → ", m.to.map(name).join(", "), " ", m.flagged ? h("span", { class: "pill bad" }, t("messages.flagged")) : null, m.state !== "sent" ? h("span", { class: "pill warn" }, t(`messages.${m.state}`)) : null), h("p", {}, m.text),
    h("div", { class: "row" }, m.state === "held" ? button(`allow-${m.id}`, t("messages.allow"), () => act("moderate", { message: m.id, action: "allow" })) : null, m.state === "hidden" ? button(`show-${m.id}`, t("messages.show"), () => act("moderate", { message: m.id, action: "show" })) : button(`hide-${m.id}`, t("messages.hide"), () => act("moderate", { message: m.id, action: "hide" }), { class: "plain small" })))) : h("p", { class: "empty" }, t("message.none")));
}

function drawRest() {
  fill($("projector"), ["map", "clock", "review", "blank"].map((p) => button(`projector-${p}`, t(`projector.${p}`), () => act("settings", { projector: p }), { "aria-pressed": String(state.settings.projector === p) })), button("open-screen", t("projector.open"), () => dialogs.screen()));
  const d = state.debrief;
  const kept = state.notes.filter((n) => n.star || n.text);
  fill($("debrief"), d.step >= 0 && kept.length ? h("details", { id: "own-notes", class: "card" }, h("summary", {}, t("debrief.notes"), h("span", { class: "pill" }, kept.length)), h("ul", { class: "small stack" }, kept.map((n) => h("li", {}, `${turnName(n.turn)} ${n.star ? "★" : ""} ${n.text}`)))) : null, h("ol", { class: "row" }, d.steps.map((name, k) => h("li", { class: d.step === k ? "strong" : "" }, state.may === "observer" ? `${k + 1}. ${t(`step.${name}`)}` : null, button(`step-${name}`, `${k + 1}. ${t(`step.${name}`)}`, () => act("debrief", { step: k }), { "aria-pressed": String(d.step === k) })))),
    d.all_headlines.length ? h("div", { class: "stack" }, h("p", { class: "strong" }, t("say.headline")), d.all_headlines.map((one) => h("div", { class: "row" }, h("span", {}, one.text), one.shown ? h("span", { class: "pill good" }, t("debrief.shown")) : button(`let-${one.id}`, t("press.let"), () => act("debrief", { step: d.step, reveal: "headline", headline: one.id }))))) : null,
    foretold(d),
    d.what_ifs.length ? h("div", { class: "stack" }, h("p", { class: "strong" }, t("step.whatif")), h("ul", { class: "small stack" }, d.what_ifs.map((one) => h("li", {}, h("span", { class: "pill" }, t("whatif.votes", { n: one.votes })), " ", one.text))), d.revealed.whatif ? null : button("reveal-whatif", t("debrief.reveal"), () => act("debrief", { step: d.step, reveal: "whatif" }))) : null,
    Object.entries(d.entries).filter(([what]) => what !== "headline" && !(what === "whatif" && d.what_ifs.length)).map(([what, said]) => h("div", { class: "stack" }, h("p", {}, h("span", { class: "strong" }, t(`say.${what}`)), ` (${said.length}) `, d.revealed[what] ? h("span", { class: "pill good" }, t("debrief.shown")) : button(`reveal-${what}`, t("debrief.reveal"), () => act("debrief", { step: d.step, reveal: what }))), h("p", { class: "small" }, said.join(" · ")))),
    d.step >= 0 ? button("step-none", t("debrief.close"), () => act("debrief", { step: -1 })) : null);
  fill($("notes"), [...state.notes].reverse().slice(0, 12).map((n) => h("li", {}, `${new Date(n.at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })} · ${turnName(n.turn)} ${n.star ? "★" : ""} ${n.text}`)));
  fill($("more"), button("settings", t("console.settings"), () => dialogs.settings()), button("all-stop", t("console.all_stop"), () => act("settings", { all_stop: !state.settings.all_stop }), { "aria-pressed": String(state.settings.all_stop), class: "danger" }), button("door", state.settings.door ? t("console.shut") : t("console.unshut"), () => act("settings", { door: !state.settings.door })),
    state.lan ? null : button("lan", t("console.lan"), () => act("open")), h("a", { class: "button", href: "/check", target: "_blank", rel: "noopener" }, t("console.check")), button("tokens", t("console.tokens"), () => dialogs.tokens()), button("export", t("console.export"), () => dialogs.export()));
}

// Predictions: the teams judge their own on the phones; the teacher's word stands above theirs.
function foretold(d) {
  const rows = d.predictions[group().id] || [];
  if (!rows.length) return null;
  return h("details", { id: "foretold" }, h("summary", {}, t("say.prediction"), h("span", { class: "pill" }, rows.length)), h("div", { class: "stack" }, rows.map((p) => h("div", { class: "stack" }, h("p", { class: "small" }, mark(by[p.role]), ` ${turnName(p.turn)} · ${number(100 * p.p)}% · ${p.text}`), h("div", { class: "row", role: "group", "aria-label": p.text }, [[true, "judge.came"], [false, "judge.not"], [null, "judge.open"]].map(([value, label]) => button(`judge-${p.role}-${p.turn}-${value}`, t(label), () => act("judge", { role: p.role, turn: p.turn, came: value }), { "aria-pressed": String(p.came === value && (value !== null || p.by !== "")) }))))),
    d.calibration.n ? h("p", { class: "small dim" }, t("judge.brier", { brier: number(d.calibration.brier, 2), n: d.calibration.n, made: d.calibration.made })) : null,
    d.revealed.prediction ? null : button("reveal-prediction", t("debrief.reveal"), () => act("debrief", { step: d.step, reveal: "prediction" }))));
}

function drawPlayed() {
  const g = group();
  fill($("played"), g.turns_played.length ? [...g.turns_played].reverse().map((turn) => h("details", { id: `played-${turn.turn}` }, h("summary", {}, turnName(turn.turn)), h("ul", { class: "small stack" }, Object.entries(turn.dockets).map(([role, d]) => h("li", {}, mark(by[role]), " ", h("span", { class: "strong" }, (by[role] || {}).name), ` (${t(`held.${d.held}`)}): `, ((turn.told && turn.told.seats && turn.told.seats[role]) || []).map((o) => o.title + (o.covert ? ` (${t("order.covert")})` : "") + (o.chance ? ` ${number(100 * o.chance)}%` : "")).join(" · ") || d.orders.map((o) => o.summary).join(" · ") || t("review.nothing"), d.because ? h("span", { class: "dim" }, ` ${t("review.because", { text: d.because })}`) : null))))) : h("p", { class: "empty" }, t("console.nothing_yet")),
    g.ruled.length ? h("ul", { class: "small" }, g.ruled.map((r) => h("li", {}, `${t("console.ruled", { turn: r.turn })} ${r.reason}`))) : null);
}

function draw() {
  $("bell").hidden = $("note-form").hidden = state.may === "observer";
  drawTop(); drawShow(); drawSeats(); drawBefore(); drawGroups(); drawInjects(); drawMessages(); drawPlenary(); drawPlayed(); drawRest();
}

function take(event) {
  if (event.kind === "no_token") { lost(); return; }
  if (event.kind === "clock" && state) { const g = state.groups.find((x) => x.id === event.data.group); if (g) { g.clock = event.data; g.phase = event.data.phase; } if (g === group()) drawTop(); }
  refreshSoon();
}

async function start() {
  await loadWords();
  if (!net.token) { $("lost").hidden = false; $("lost").textContent = t("console.no_token"); return; }
  clock = new Clock($("clock"), $("spoken"));
  document.querySelectorAll(".parts button").forEach((tab) => tab.addEventListener("click", () => { document.body.dataset.now = tab.dataset.show; document.querySelectorAll(".parts button").forEach((other) => { if (other === tab) other.setAttribute("aria-current", "true"); else other.removeAttribute("aria-current"); }); window.scrollTo(0, 0); }));
  $("bell").addEventListener("click", () => dialogs.bell());
  $("note-form").addEventListener("submit", (event) => { event.preventDefault(); act("note", { text: $("note").value }); $("note").value = ""; });
  $("star").addEventListener("click", () => { act("note", { text: $("note").value, star: true }); $("note").value = ""; });
  net.onevent = take;
  net.onstate = (alive) => { $("lost").hidden = alive; if (alive) refreshSoon(); };
  for (;;) { try { await refresh(); break; } catch (error) { if (error.status === 401 || error.status === 403) { lost(); return; } await pause(1500); } }
  net.listen(state.last);
  setInterval(() => refreshSoon(0), 10000);
}
start();
