// The game told without the fog: ending, scores, turning points, what each side did and knew, hidden acts, reasons, messages.
import { h, mark } from "./dom.js";
import { chart } from "./map.js";
import { clauses, roll, textHead } from "./plenary.js";
import { format } from "./clock.js";
import { number, signed, t, turnName, word } from "./words.js";

const section = (title, ...content) => h("section", { class: "card stack" }, h("h2", {}, title), content);
const table = (label, head, rows) => h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": label }, h("table", {}, h("caption", { class: "sr" }, label), head ? h("thead", {}, h("tr", {}, head.map((c) => (c ? h("th", { scope: "col" }, c) : h("td", {}))))) : null, h("tbody", {}, rows)));

export function review(found) {
  const by = Object.fromEntries(found.roles.map((r) => [r.role, r]));
  const name = (role) => (by[role] || {}).name || role;
  const own = found.result, more = found.more;
  const hidden = more ? more.unveiled.map((one) => [one.turn, one.source, one.headline, one.knew]) : found.turns.flatMap((turn) => Object.entries(turn.seats).flatMap(([role, seat]) => seat.orders.filter((o) => o.covert).map((o) => [turn.turn, role, o.title, null])));
  const foretold = found.turns.flatMap((turn) => Object.entries(turn.seats).filter(([, seat]) => seat.prediction).map(([role, seat]) => [turn.turn, role, seat.prediction]));
  return [
    section(t("review.ending"), h("p", { class: "headline" }, found.ending_title || (found.stopped && !found.ending ? t("review.bell") : word("ending", found.ending))), found.stopped ? h("p", { class: "small dim" }, t("review.bell")) : null, found.tale ? h("p", {}, found.tale) : null,
      own ? h("p", {}, t("review.own", { score: number(own.score) }), own.par === null ? "" : ` ${t("review.own_par", { par: number(own.par) })}`, own.percentile === null || own.percentile === undefined ? "" : ` ${t("review.own_percentile", { percentile: number(own.percentile) })}`) : null,
      table(t("review.scores"), null, Object.entries(found.scores).sort((a, b) => b[1] - a[1]).map(([role, score]) => h("tr", {}, h("th", { scope: "row" }, mark(by[role]), " ", name(role)), h("td", {}, number(score)), h("td", { class: "small" }, found.fates[role] || ""))))),
    turning(own ? own.turning_points.map((p) => [p.turn, p.text]) : more ? more.turning_points.map((p) => [p.turn, `${p.headline}. ${moved(p.moves, name)}`]) : []),
    h("div", { class: "tiles charts" }, ["brent", "escalation"].map((what) => chart(found.series[what], t(`seat.${what}`)))),
    more && !more.whole ? h("p", { class: "card small dim" }, t("review.soon")) : more && more.what_ifs.length ? section(t("review.what_ifs"), more.what_ifs.map((one) => futures(one, by))) : null,
    hidden.length ? section(t("review.hidden"), h("ul", { class: "stack" }, hidden.map(([turn, role, title, knew]) => h("li", {}, mark(by[role]), " ", h("span", { class: "dim" }, `${turnName(turn)} · ${name(role)}: `), title, knew ? h("span", { class: "small dim" }, ` ${t("review.knew", { who: knew.join(", ") || "–" })}`) : null)))) : null,
    more ? [knowledge(more.knew, by), promised(more.promises, name)] : h("p", { class: "card small dim" }, t("review.soon")),
    section(t("review.unveiled"), found.turns.map((turn) => h("details", { id: `unveil-${turn.turn}` }, h("summary", {}, turnName(turn.turn)), h("div", { class: "stack" }, Object.entries(turn.seats).map(([role, seat]) => h("div", {}, h("p", {}, mark(by[role]), " ", h("span", { class: "strong" }, name(role)), h("span", { class: "small dim" }, ` · ${t(`held.${seat.held}`)}`)),
      h("ul", {}, seat.orders.length ? seat.orders.map((o) => h("li", {}, o.title, o.covert ? [" ", h("span", { class: "pill warn" }, t("order.covert"))] : null)) : h("li", { class: "dim" }, t("review.nothing"))), seat.because ? h("p", { class: "small" }, t("review.because", { text: seat.because })) : null, seat.prediction ? h("p", { class: "small" }, t("review.predicted", { text: seat.prediction.text, p: number(100 * seat.prediction.p) })) : null))))),
    found.rulings.length ? [h("h3", {}, t("review.rulings")), h("ul", {}, found.rulings.map((r) => h("li", {}, `${turnName(r.turn)}: ${r.reason}`)))] : null),
    foretold.length ? section(t("say.prediction"), h("ul", {}, foretold.map(([turn, role, p]) => h("li", {}, mark(by[role]), ` ${turnName(turn)} · ${name(role)}: ${p.text} (${number(100 * p.p)}%)`)))) : null,
    found.texts.length || found.speeches.length ? section(t("plenary.title"), found.speeches.length ? h("p", {}, t("plenary.speeches", { n: found.speeches.length }), " ", given(found.speeches, name)) : null, found.texts.map((text) => h("article", { class: "card stack" }, textHead(text, by), clauses(text), roll(text, by)))) : null,
    found.messages && found.messages.length ? section(t("review.messages"), h("details", { id: "unveil-messages" }, h("summary", {}, t("review.messages_n", { n: found.messages.length })), found.messages.map((m) => h("p", { class: "message" }, h("span", { class: "small dim" }, `${turnName(m.turn)} · ${(by[m.from] || {}).name || t(`to.${m.from}`)} → ${m.to.map((r) => (by[r] || {}).name || t(`to.${r}`)).join(", ")}: `), m.text)))) : null,
    more && more.questions.length ? section(t("review.questions"), h("ol", { class: "stack numbered" }, more.questions.map((q) => h("li", {}, q)))) : null,
  ];
}

const given = (speeches, name) => speeches.map((s) => `${name(s.role)} (${format(s.seconds)})`).join(", ");

function turning(points) {
  return points.length ? section(t("review.turning"), h("ul", { class: "stack" }, points.map(([turn, text]) => h("li", {}, h("span", { class: "dim" }, `${turnName(turn)}: `), text)))) : null;
}

const moved = (moves, name) => Object.entries(moves).filter(([, by]) => Math.abs(by) >= 1).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 4).map(([role, by]) => `${name(role)} ${signed(by)}`).join(", ");

// One act undone: how the course would have gone on, over imagined futures.
export function futures(one, by, titled = true) {
  const endings = [...new Set([...Object.keys(one.with.endings), ...Object.keys(one.without.endings)])];
  const share = (half, ending) => (half.endings[ending] === undefined ? "–" : `${number(100 * half.endings[ending])}%`);
  const gains = Object.entries(one.change).filter(([role, change]) => Math.abs(change) >= 2 * (one.error[role] || 0) && Math.abs(change) >= 0.5).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 4);
  return h("div", { class: "stack" }, titled ? h("h3", {}, mark(by[one.role]), ` ${turnName(one.turn)}: ${one.headline}`) : null, table(one.headline, [t("forecast.ending"), t("whatif.done"), t("whatif.undone")], endings.map((ending) => h("tr", {}, h("th", { scope: "row" }, word("ending", ending)), h("td", {}, share(one.with, ending)), h("td", {}, share(one.without, ending))))),
    h("p", { class: "small dim" }, gains.length ? t("whatif.moved", { list: gains.map(([role, change]) => `${(by[role] || {}).name || role} ${signed(change)}`).join(", ") }) : t("whatif.still"), ` ${t("whatif.n", { n: one.futures })}`));
}

function knowledge(knew, by) {
  const found = Object.entries(knew || {}).filter(([, rows]) => rows.truth && rows.truth.length > 1 && Object.keys(rows).length > 1);
  if (!found.length) return null;
  return section(t("review.who_knew"), found.map(([what, rows]) => h("div", { class: "stack" }, h("h3", {}, word("knew", what)), h("p", { class: "small dim" }, t("review.who_knew_help")), table(word("knew", what), ["", ...rows.truth.map((_, turn) => turnName(turn))], Object.entries(rows).map(([role, values]) => h("tr", {}, h("th", { scope: "row" }, mark(by[role]), " ", role === "truth" ? t("review.truth") : (by[role] || {}).name || role), values.map((v) => h("td", {}, `${number(100 * v)}%`))))))));
}

function promised(rows, name) {
  if (!rows.length) return null;
  return section(t("review.promises"), h("ul", { class: "stack" }, rows.map((p) => h("li", {}, h("span", { class: `pill ${p.state === "kept" ? "good" : p.state === "broken" ? "bad" : ""}` }, word("promise", p.state)), " ", p.text, h("span", { class: "small dim" }, ` · ${t("brief.due", { turn: p.due })}${p.secret ? ` · ${t("review.secret")}` : ""}`)))));
}

// What was said in the debrief and is shown; the same words said by several are counted.
const BELONGS = { plus_delta: ["plus", "delta"], world: ["like", "unlike"], predictions: ["prediction"] };

export function shown(d) {
  const counted = (said) => [...said.reduce((sum, text) => sum.set(text, (sum.get(text) || 0) + 1), new Map())].sort((a, b) => b[1] - a[1]);
  const votes = new Set((d.what_ifs || []).map((one) => one.text));
  const here = BELONGS[d.name] || [d.name];
  return [Object.entries(d.revealed).filter(([what]) => here.includes(what)).map(([what, said]) => { const rest = counted(said).filter(([text]) => !votes.has(text)); return rest.length ? h("div", {}, h("h3", {}, t(`say.${what}`)), h("ul", { class: "words" }, rest.map(([text, n]) => h("li", { class: "word" }, text, n > 1 ? h("span", { class: "dim" }, ` ×${n}`) : null)))) : null; }), d.calibration && d.name === "predictions" ? calibrated(d.calibration) : null];
}

export function voteList(whatIfs, by) {
  return [...whatIfs].sort((a, b) => b.votes - a.votes).map((one, k) => h("div", { class: "card stack" }, h("p", {}, h("span", { class: "pill good" }, t("whatif.votes", { n: one.votes })), " ", one.text), k === 0 ? futures(one.what_if, by, false) : null));
}

export function calibrated(c) {
  if (!c.n) return h("p", { class: "empty" }, t("judge.unjudged", { n: c.made }));
  return h("div", { class: "stack" }, h("h3", {}, t("judge.title")), table(t("judge.title"), [t("judge.said"), t("judge.share"), t("judge.count")], c.shelves.map((s) => h("tr", {}, h("th", { scope: "row" }, `${number(100 * s.said)}%`), h("td", {}, `${number(100 * s.came)}%`), h("td", {}, s.n)))), h("p", { class: "small dim" }, t("judge.brier", { brier: number(c.brier, 2), n: c.n, made: c.made })));
}
