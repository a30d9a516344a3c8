// What all pages show alike of a plenary: who speaks and who is next, a joint text, and how its roll was called.
import { h, mark } from "./dom.js";
import { t, word } from "./words.js";

export const name = (by, role) => (by[role] || {}).name || role;
const marked = (by, role) => h("span", { class: "who" }, mark(by[role]), " ", name(by, role));
const listed = (by, roles) => roles.map((role) => name(by, role)).join(", ");

// The face that a Clock needs, for a speech.
export function speechClock(floor) {
  return { left: floor.left ?? 0, running: floor.running, mode: floor.speaker ? "advisory" : "off", phase: "orders" };
}

export function floorLine(floor, by) {
  if (floor.speaker) return t("plenary.speaks", { role: name(by, floor.speaker) });
  return t(`plenary.stage.${floor.stage}`);
}

export function speakers(floor, by, own = "") {
  if (!floor.asks.length) return h("p", { class: "empty" }, t("plenary.list_empty"));
  return h("ol", { class: "stack numbered" }, floor.asks.map((role) => h("li", { class: role === own ? "strong" : "" }, marked(by, role), floor.spoken[role] ? h("span", { class: "small dim" }, ` · ${t("plenary.spoken", { n: floor.spoken[role] })}`) : null)));
}

const TONES = { draft: "", vote: "warn", adopted: "good", failed: "bad", withdrawn: "" };

export function textHead(text, by, level = "h3") {
  return [
    h("div", { class: "row" }, h(level, {}, text.title || t("plenary.erased")), h("span", { class: `pill push ${TONES[text.fate]}` }, text.shown === "held" ? t("message.held") : text.shown === "hidden" ? t("messages.hidden") : word("plenary.fate", text.fate))),
    h("p", { class: "small dim" }, t("plenary.by", { role: name(by, text.role) }), text.sponsors.length > 1 ? ` ${t("plenary.sponsors", { list: listed(by, text.sponsors.filter((role) => role !== text.role)) })}` : ` ${t("plenary.no_sponsors")}`, text.revised ? ` ${t("plenary.revised", { n: text.revised })}` : ""),
  ];
}

export function clauses(text) {
  return h("ol", { class: "stack numbered" }, text.clauses.map((clause) => h("li", {}, clause)));
}

// The roll, once the vote is closed.
export function roll(text, by) {
  if (!text.tally || text.fate === "draft" || text.fate === "withdrawn") return null;
  const count = (vote) => Object.entries(text.votes).filter(([, given]) => given === vote).map(([role]) => role);
  return h("dl", { class: "roll small" }, ["for", "against", "abstain"].map((vote) => [h("dt", { class: "strong" }, `${t(`vote.${vote}`)} ${text.tally[vote]}`), h("dd", {}, listed(by, count(vote)) || "–")]));
}
