// The plenary on the console: the list of speakers, the time of a speech, joint texts and their votes.
import { $, fill, h } from "./dom.js";
import { Clock } from "./clock.js";
import { clauses, floorLine, name, roll, speechClock, textHead } from "./plenary.js";
import { act, button, by, group, state } from "./console.js";
import { t } from "./words.js";

const LIMITS = [30, 45, 60, 90, 120, 180, 300];
const RULES = ["majority", "two_thirds", "consensus"];
const VOTES = ["for", "against", "abstain"];
let clock = null, rule = "majority";
const lead = (action, more = {}) => act("plenary", { action, ...more });
const chair = (text, action, more = {}) => act("text", { text: text.id, action, ...more });
const may = () => state.may !== "observer";

export function drawPlenary() {
  const g = group(), f = g.floor, on = f.stage === "announced" || f.stage === "open";
  if (!clock) clock = new Clock($("speech-clock"), $("speech-said"));
  clock.set(speechClock(f));
  $("plenary").classList.toggle("on", on);
  const next = f.asks[0];
  fill($("floor"), h("p", { class: f.speaker ? "headline" : "small dim" }, floorLine(f, by), f.speaker && f.by[f.speaker] ? h("span", { class: "small dim" }, ` (${f.by[f.speaker]})`) : null),
    h("div", { class: "row" }, f.stage === "open" ? null : button("plenary-open", t("plenary.open"), () => lead("open"), { disabled: g.phase === "practice", class: f.stage === "announced" ? "main" : "" }), on ? null : button("plenary-announce", t("plenary.announce"), () => lead("announce"), { disabled: g.phase === "practice" }),
      f.stage === "open" ? [button("plenary-call", next ? t("plenary.call", { role: name(by, next) }) : t("plenary.call_none"), () => lead("call"), { class: "main", disabled: !next }), f.speaker ? [button("speech-hold", f.running ? t("plenary.hold") : t("console.resume"), () => lead(f.running ? "hold" : "go_on")), button("speech-end", t("plenary.end_speech"), () => lead("end"))] : null] : null),
    on ? [listed(f), h("div", { class: "row" }, button("list-shut", f.listing ? t("plenary.shut") : t("plenary.unshut"), () => lead(f.listing ? "shut" : "unshut")),
      !may() ? null : [h("label", { class: "sr", for: "speech-limit" }, t("plenary.limit_label")), h("select", { id: "speech-limit", class: "short", onchange: (event) => lead("limit", { seconds: Number(event.target.value) }) }, [...new Set([...LIMITS, f.limit])].sort((a, b) => a - b).map((n) => h("option", { value: n, selected: n === f.limit }, t("plenary.limit_option", { n }))))],
      !may() || f.stage !== "open" ? null : [h("label", { class: "sr", for: "call-role" }, t("plenary.call_any")), h("select", { id: "call-role", class: "short", onchange: (event) => event.target.value && lead("call", { role: event.target.value }) }, h("option", { value: "" }, t("plenary.call_any")), state.roles.map((r) => h("option", { value: r.role }, r.name)))],
      button("plenary-close", t("plenary.close"), () => lead("close")))] : null);
  const texts = [...g.texts].sort((a, b) => (b.fate === "vote") - (a.fate === "vote"));
  fill($("texts"), texts.length ? [h("h3", {}, t("plenary.texts")), texts.map((text) => one(text, f))] : on ? h("p", { class: "empty small" }, t("plenary.no_texts")) : null);
}

function listed(f) {
  if (!f.asks.length) return h("p", { class: "empty small" }, t("plenary.list_empty"));
  return h("ol", { class: "stack", "aria-label": t("plenary.next") }, f.asks.map((role, k) => h("li", { class: "row" }, h("span", {}, `${k + 1}. ${name(by, role)}`, f.by[role] ? h("span", { class: "small dim" }, ` (${f.by[role]})`) : null, f.spoken[role] ? h("span", { class: "small dim" }, ` · ${t("plenary.spoken", { n: f.spoken[role] })}`) : null),
    h("span", { class: "row push" }, k ? button(`first-${role}`, t("plenary.first"), () => lead("first", { role }), { "aria-label": `${t("plenary.first")}: ${name(by, role)}` }) : null, button(`off-${role}`, t("plenary.take_off"), () => lead("take_off", { role }), { "aria-label": `${t("plenary.take_off")}: ${name(by, role)}` })))));
}

function one(text, f) {
  const voting = text.fate === "vote";
  return h("article", { class: "card stack", "aria-label": text.title }, textHead(text, by), h("details", { id: `clauses-${text.id}` }, h("summary", {}, t("plenary.clauses", { n: text.clauses.length })), clauses(text)), roll(text, by),
    text.fate === "draft" && text.shown === "sent" && may() ? h("div", { class: "row" }, h("label", { class: "sr", for: `rule-${text.id}` }, t("plenary.rule")), h("select", { id: `rule-${text.id}`, class: "short", onchange: (event) => { rule = event.target.value; } }, RULES.map((r) => h("option", { value: r, selected: r === rule }, t(`rule_name.${r}`)))), button(`put-${text.id}`, t("plenary.put"), () => chair(text, "open_vote", { rule: $(`rule-${text.id}`).value }), { class: "main", disabled: Boolean(f.voting) })) : null,
    voting ? [h("p", { class: "small" }, t(`rule_of.${text.rule}`), " ", t("plenary.cast", { n: text.cast })), h("details", { id: `votes-${text.id}` }, h("summary", {}, t("plenary.enter_votes")), h("div", { class: "stack" }, state.roles.map((r) => h("div", { class: "row", role: "group", "aria-label": r.name }, h("span", { class: "grow" }, r.name), VOTES.map((how) => button(`vote-${text.id}-${r.role}-${how}`, t(`vote.${how}`), () => chair(text, "vote", { role: r.role, vote: how }), { "aria-pressed": String(text.votes[r.role] === how) })))))), button(`close-${text.id}`, t("plenary.close_vote"), () => chair(text, "close_vote"), { class: "main" })] : null,
    h("div", { class: "row" }, text.shown === "held" ? button(`allow-${text.id}`, t("messages.allow"), () => chair(text, "allow")) : null, text.shown === "hidden" ? button(`show-${text.id}`, t("messages.show"), () => chair(text, "show")) : button(`hide-${text.id}`, t("messages.hide"), () => chair(text, "hide"), { class: "plain small" })));
}
