// The console's dialogs: each asks for what one act needs.
import { $, fill, h, key, mark } from "./dom.js";
import { act, by, group, net, state } from "./console.js";
import { t, turnName, word } from "./words.js";

function open(title, ...content) {
  const box = $("box");
  fill(box, h("div", { class: "stack" }, h("div", { class: "row" }, h("h2", { id: "box-title" }, title), h("button", { type: "button", class: "push", onclick: () => box.close() }, t("close"))), content));
  if (!box.open) box.showModal();
  return box;
}

const field = (id, label, input) => h("div", {}, h("label", { for: id }, label), input);
const check = (id, label, on) => h("label", { class: "check" }, h("input", { type: "checkbox", id, checked: on }), label);
const go = (label, run) => h("button", { type: "button", class: "main", id: "box-go", onclick: async () => { const found = await run(); if (found !== null) $("box").close(); } }, label);
const roleBoxes = (name) => h("fieldset", { class: "card" }, h("legend", { class: "strong" }, t("inject.to")), h("div", { class: "row" }, [{ role: "all", name: t("to.all") }, ...state.roles].map((r) => h("label", { class: "check" }, h("input", { type: "checkbox", name, value: r.role, checked: r.role === "all" }), r.name))));
const chosen = (name) => { const found = [...document.querySelectorAll(`input[name="${name}"]:checked`)].map((i) => i.value); return found.includes("all") || !found.length ? ["all"] : found; };
const effect = () => [field("box-what", t("rule.what"), h("select", { id: "box-what" }, h("option", { value: "" }, t("rule.nothing")), state.quantities.map((q) => h("option", { value: q.id }, q.label || word("quantity", q.id))))), field("box-by", t("rule.by"), h("input", { id: "box-by", type: "number", step: "any", value: "0" }))];
const effects = () => ($("box-what").value && Number($("box-by").value) ? { [$("box-what").value]: Number($("box-by").value) } : {});

export const dialogs = {
  sure(text, run) { open(t("console.sure"), h("p", {}, text), go(t("console.yes"), run)); },

  start() {
    const seatless = state.waiting.filter((p) => p.kind !== "press").length;
    const people = state.groups.flatMap((g) => g.seats).reduce((sum, s) => sum + s.people.length, 0);
    open(t("console.start"), h("p", { class: "strong" }, t("start.seated", { n: people })), h("p", { class: state.visitors || seatless ? "warn strong" : "" }, t("start.phones", { n: state.visitors }), " ", t("start.waiting", { n: seatless })),
      field("box-groups", t("start.groups"), h("select", { id: "box-groups" }, [1, 2, 3, 4, 5, 6, 7, 8].map((n) => h("option", { value: n }, n)))), check("box-rest", t("start.rest"), true), h("p", { class: "small dim" }, t("start.fate")),
      go(t("console.start"), () => act("start", { groups: Number($("box-groups").value), seat_rest: $("box-rest").checked })));
  },

  bell() {
    const now = state.show.bell ? new Date(state.show.bell * 1000) : new Date(Date.now() + 50 * 60000);
    const two = (n) => String(n).padStart(2, "0");
    open(t("show.title"), field("box-time", t("show.when"), h("input", { id: "box-time", type: "time", value: `${two(now.getHours())}:${two(now.getMinutes())}` })), field("box-keep", t("show.keep"), h("input", { id: "box-keep", type: "number", min: 0, max: 120, value: String(Math.round(state.show.debrief_minutes)) })), field("box-plenary", t("show.keep_plenary"), h("input", { id: "box-plenary", type: "number", min: 0, max: 240, value: String(Math.round(state.show.plenary_minutes)) })),
      go(t("keep"), () => { const [hour, minute] = $("box-time").value.split(":").map(Number); const when = new Date(); when.setHours(hour, minute, 0, 0); if (when < new Date()) when.setDate(when.getDate() + 1); return act("plan", { bell: Math.round(when.getTime() / 1000), debrief_minutes: Number($("box-keep").value), plenary_minutes: Number($("box-plenary").value) }); }));
  },

  rule() {
    open(t("console.rule"), h("p", { class: "small dim" }, t("rule.help")), effect(), field("box-why", t("rule.why"), h("input", { id: "box-why", maxlength: 300 })), h("p", { id: "box-error", class: "error", role: "alert" }), go(t("console.rule"), () => { const missing = !$("box-why").value.trim() ? "rule.no_reason" : !Object.keys(effects()).length ? "rule.no_change" : ""; if (missing) { $("box-error").textContent = t(missing); $(missing === "rule.no_reason" ? "box-why" : "box-what").focus(); return null; } return act("rule", { reason: $("box-why").value, effects: effects(), key: key() }); }));
  },

  rollBack() {
    open(t("console.roll_back"), h("p", {}, t("roll.help")), field("box-turn", t("roll.to"), h("select", { id: "box-turn" }, group().turns_played.map((p) => h("option", { value: p.turn }, turnName(p.turn))).reverse())), go(t("console.roll_back"), () => act("roll-back", { turn: Number($("box-turn").value) })));
  },

  fork() {
    const g = group(), last = g.turns_played.length + 1;
    open(t("console.fork"), h("p", {}, t("fork.help")), field("box-turn", t("fork.from"), h("select", { id: "box-turn" }, Array.from({ length: last }, (_, k) => last - k).map((n) => h("option", { value: n }, turnName(n))))),
      h("fieldset", { class: "card" }, h("legend", { class: "strong" }, t("fork.who")), h("div", { class: "row" }, g.seats.flatMap((s) => s.people.map((p) => h("label", { class: "check" }, h("input", { type: "checkbox", name: "movers", value: p.id }), `${p.name} (${s.name})`))))),
      go(t("console.fork"), () => act("fork", { turn: Number($("box-turn").value), people: [...document.querySelectorAll('input[name="movers"]:checked')].map((i) => i.value) })));
  },

  inject() {
    open(t("inject.new"), field("box-title-text", t("inject.title"), h("input", { id: "box-title-text", maxlength: 90 })), field("box-text", t("inject.text"), h("textarea", { id: "box-text", rows: 3, maxlength: 1000 })), field("box-kind", t("inject.kind"), h("select", { id: "box-kind" }, ["news", "price", "flight", "rumour"].map((k) => h("option", { value: k }, t(`inject.kinds.${k}`))))),
      roleBoxes("box-to"), effect(), field("box-when", t("inject.when"), h("select", { id: "box-when" }, h("option", { value: "now" }, t("inject.now")), Array.from({ length: Math.max(0, group().turns - group().turn) }, (_, k) => group().turn + 1 + k).map((n) => h("option", { value: n }, t("inject.at", { turn: n }))))),
      go(t("inject.do"), () => { const now = $("box-when").value === "now"; return act("inject", { action: now ? "send" : "arm", turn: now ? undefined : Number($("box-when").value), title: $("box-title-text").value, text: $("box-text").value, kind: $("box-kind").value, to: chosen("box-to"), effects: effects(), key: key() }); }));
  },

  correct(inject) {
    open(t("inject.correct"), h("p", {}, t("inject.correct_help")), field("box-title-text", t("inject.title"), h("input", { id: "box-title-text", maxlength: 90, value: t("inject.corrected", { title: inject.title }).slice(0, 90) })), field("box-text", t("inject.text"), h("textarea", { id: "box-text", rows: 3, maxlength: 1000 })), go(t("inject.correct"), () => act("inject", { id: inject.id, action: "correct", title: $("box-title-text").value, text: $("box-text").value, key: key() })));
  },

  async seat(role) {
    const g = group(), seat = g.seats.find((s) => s.role === role);
    const person = (p) => h("div", { class: "row card" }, h("span", { class: "strong" }, p.name), h("span", { class: "small dim" }, p.job ? t(`job.${p.job}`) : "", p.online || p.seen === null ? "" : ` · ${t("console.seen", { n: p.seen })}`),
      h("button", { type: "button", onclick: () => act("seat", { person: p.id, role, job: "lead" }).then(() => $("box").close()) }, t("console.lead")), h("button", { type: "button", onclick: () => act("moderate", { person: p.id, action: p.muted ? "unmute" : "mute" }).then(() => $("box").close()) }, p.muted ? t("console.unmute") : t("console.mute")),
      h("button", { type: "button", onclick: () => { const name = h("input", { id: "box-name", maxlength: 24, value: p.name }); open(t("console.rename"), field("box-name", t("console.new_name"), name), go(t("keep"), () => act("moderate", { person: p.id, action: "rename", name: name.value }))); } }, t("console.rename")),
      h("button", { type: "button", onclick: async () => { const found = await act("moderate", { person: p.id, action: "return_code" }); if (found) open(p.name, h("p", {}, t("console.new_code")), h("p", { class: "code" }, found.return_code)); } }, t("console.code_again")),
      h("label", { class: "sr", for: `move-${p.id}` }, t("console.put", { name: p.name })), h("select", { id: `move-${p.id}`, onchange: (e) => { const [to, where] = e.target.value.split("@"); if (where) act("seat", { person: p.id, role: to || null, group: where }).then(() => $("box").close()); } }, h("option", { value: "" }, t("console.move")), h("option", { value: `@${g.id}` }, t("console.to_waiting")), state.groups.flatMap((other) => state.roles.map((r) => h("option", { value: `${r.role}@${other.id}` }, state.groups.length > 1 ? `${other.id}: ${r.name}` : r.name)))),
      h("button", { type: "button", class: "danger", onclick: () => dialogs.sure(t("console.remove_sure", { name: p.name }), () => act("moderate", { person: p.id, action: "remove" })) }, t("console.remove")));
    open(seat.name, h("div", { class: "row" }, mark(by[role]), h("span", {}, t(`doing.${seat.state}`)), !seat.people.length && seat.held !== "ai" ? null : h("button", { type: "button", id: "hand-over", onclick: () => act("seat", { role, held: seat.held === "ai" ? "auto" : "ai" }).then(() => $("box").close()) }, seat.held === "ai" ? t("console.to_people") : t("console.to_ai")), h("button", { type: "button", onclick: () => act("extend", { seconds: 60, role }).then(() => $("box").close()) }, t("console.extra"))),
      seat.people.length ? seat.people.map(person) : h("p", { class: "empty" }, t("console.ai")), h("div", { id: "seat-orders", class: "stack" }));
    if (g.phase !== "orders" && g.phase !== "practice") return;
    const orders = await net.get(`/api/orders?group=${g.id}&role=${role}`);
    const picks = [0, 1, 2].map((k) => h("select", { id: `for-${k}`, "aria-label": t("console.order_n", { n: k + 1 }) }, h("option", { value: "" }, "–"), orders.filter((o) => !o.greyed).map((o) => h("option", { value: o.id }, `${o.summary} (${o.cost})`))));
    fill($("seat-orders"), h("h3", {}, t("console.orders_for", { role: seat.name })), picks, h("p", { id: "for-error", class: "error", role: "alert" }), h("button", { type: "button", class: "main", onclick: async () => { try { await net.post("/api/console/orders", { group: g.id, role, turn: g.turn, orders: picks.map((p) => p.value).filter(Boolean), key: key() }); $("box").close(); } catch (error) { $("for-error").textContent = error.message; } } }, t("console.enter")));
  },

  settings() {
    const s = state.settings;
    const select = (id, options, value, area) => h("select", { id }, options.map((o) => h("option", { value: o, selected: o === value }, t(`${area}.${o}`))));
    open(t("console.settings"), field("box-clock", t("set.clock"), select("box-clock", ["off", "advisory", "hard"], s.clock, "set.clocks")), field("box-seconds", t("set.seconds"), h("input", { id: "box-seconds", type: "number", min: 20, max: 3600, value: String(s.turn_seconds) })),
      field("box-because", t("set.because"), select("box-because", ["off", "optional", "asked"], s.because, "set.becauses")), check("box-early", t("set.early"), s.early), check("box-pick", t("set.pick"), s.pick), check("box-rotate", t("set.rotate"), s.rotate), check("box-lead", t("set.lead_only"), s.lead_only),
      go(t("keep"), () => act("settings", { clock: $("box-clock").value, turn_seconds: Math.round(Number($("box-seconds").value)), because: $("box-because").value, early: $("box-early").checked, pick: $("box-pick").checked, rotate: $("box-rotate").checked, lead_only: $("box-lead").checked })));
  },

  async screen() {
    const found = await net.post("/api/console/token", { kind: "screen" }).catch(() => null);
    if (found) window.open(`/screen#${found.token}`, "_blank", "noopener");
  },

  async tokens() {
    const make = async (kind) => { const found = await act("token", { kind }); if (found) $("token-made").textContent = `${location.origin}/${kind === "screen" ? "screen" : "console"}#${found.token}`; };
    open(t("console.tokens"), h("p", {}, t("tokens.help")), h("div", { class: "row" }, ["co", "observer", "screen"].map((kind) => h("button", { type: "button", onclick: () => make(kind) }, t(`tokens.${kind}`)))), h("p", { id: "token-made", class: "code", tabindex: 0, "aria-live": "polite" }));
  },

  export() {
    const save = async (path, name) => { const text = await net.get(path); const link = h("a", { href: URL.createObjectURL(new Blob([typeof text === "string" ? text : JSON.stringify(text)])), download: name }); link.click(); };
    open(t("console.export"), h("h3", {}, t("export.print")), h("div", { class: "row" }, h("button", { type: "button", onclick: () => save("/api/briefs.html", "briefs.html") }, t("export.briefs"))), h("p", { class: "small dim" }, t("export.print_help")), h("h3", {}, t("export.mark")), h("p", { class: "small dim" }, t("export.help")), h("div", { class: "row" }, h("button", { type: "button", onclick: () => save("/api/export.csv", "orders.csv") }, t("export.orders")), h("button", { type: "button", onclick: () => save("/api/trace.csv", "students.csv") }, t("export.students")), state.groups.some((g) => g.texts.length || g.floor.stage !== "none") ? h("button", { type: "button", onclick: () => save("/api/plenary.csv", "plenary.csv") }, t("export.plenary")) : null, state.groups.map((g) => h("button", { type: "button", onclick: () => save(`/api/record?group=${g.id}`, `record-${g.id}.jsonl`) }, t("export.record", { group: g.id }))), state.groups.filter((g) => g.reviewed).map((g) => h("button", { type: "button", onclick: () => save(`/api/review.html?group=${g.id}`, `review-${g.id}.html`) }, t("export.review", { group: g.id })))), state.groups.some((g) => g.phase === "over" && !g.reviewed) ? h("p", { class: "small" }, t("review.soon")) : null);
  },
};
