// The game told without the fog: ending, scores, turning points, what each side did, hidden acts, reasons, messages.
import { h, mark } from "./dom.js";
import { line } from "./map.js";
import { number, t, turnName, word } from "./words.js";

export function review(found) {
  const by = Object.fromEntries(found.roles.map((r) => [r.role, r]));
  const own = found.result;
  const hidden = found.turns.flatMap((turn) => Object.entries(turn.seats).flatMap(([role, seat]) => seat.orders.filter((o) => o.covert).map((o) => [turn.turn, role, o.title])));
  return [
    h("section", { class: "card stack" }, h("h2", {}, t("review.ending")), h("p", { class: "headline" }, found.ending_title || (found.stopped && !found.ending ? t("review.bell") : word("ending", found.ending))), found.tale ? h("p", {}, found.tale) : null,
      own ? h("p", {}, t("review.own", { score: number(own.score), par: own.par === null ? "–" : number(own.par), percentile: own.percentile === null || own.percentile === undefined ? "–" : number(own.percentile) })) : null,
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("review.scores") }, h("table", {}, h("caption", { class: "sr" }, t("review.scores")), h("tbody", {}, Object.entries(found.scores).sort((a, b) => b[1] - a[1]).map(([role, score]) => h("tr", {}, h("th", { scope: "row" }, mark(by[role]), " ", (by[role] || {}).name || role), h("td", {}, number(score)), h("td", { class: "small" }, found.fates[role] || ""))))))),
    found.turning_points.length ? h("section", { class: "card stack" }, h("h2", {}, t("review.turning")), h("ul", {}, found.turning_points.map((p) => h("li", {}, typeof p === "string" ? p : h("span", {}, p.turn ? h("span", { class: "dim" }, `${turnName(p.turn)}: `) : "", p.text || p.title || p.headline || "")))) ) : null,
    h("section", { class: "tiles charts" }, ["brent", "escalation"].map((name) => (found.series[name] || []).length ? h("div", { class: "card" }, line(found.series[name], t(`seat.${name}`))) : null)),
    hidden.length ? h("section", { class: "card stack" }, h("h2", {}, t("review.hidden")), h("ul", {}, hidden.map(([turn, role, title]) => h("li", {}, mark(by[role]), " ", h("span", { class: "dim" }, `${turnName(turn)} · ${(by[role] || {}).name || role}: `), title)))) : null,
    h("section", { class: "card stack" }, h("h2", {}, t("review.unveiled")), found.turns.map((turn) => h("details", { id: `unveil-${turn.turn}` }, h("summary", {}, turnName(turn.turn)), h("div", { class: "stack" }, Object.entries(turn.seats).map(([role, seat]) => h("div", {}, h("p", {}, mark(by[role]), " ", h("span", { class: "strong" }, (by[role] || {}).name || role), h("span", { class: "small dim" }, ` · ${t(`held.${seat.held}`)}`)),
      h("ul", {}, seat.orders.length ? seat.orders.map((o) => h("li", {}, o.title, o.covert ? h("span", { class: "pill warn" }, t("order.covert")) : null)) : h("li", { class: "dim" }, t("review.nothing"))), seat.because ? h("p", { class: "small" }, t("review.because", { text: seat.because })) : null, seat.prediction ? h("p", { class: "small" }, t("review.predicted", { text: seat.prediction.text, p: number(100 * seat.prediction.p) })) : null))))),
    found.rulings.length ? [h("h3", {}, t("review.rulings")), h("ul", {}, found.rulings.map((r) => h("li", {}, `${turnName(r.turn)}: ${r.reason}`)))] : null),
    found.turns.some((turn) => Object.values(turn.seats).some((seat) => seat.prediction)) ? h("section", { class: "card stack" }, h("h2", {}, t("say.prediction")), h("ul", {}, found.turns.flatMap((turn) => Object.entries(turn.seats).filter(([, seat]) => seat.prediction).map(([role, seat]) => h("li", {}, `${turnName(turn.turn)} · ${(by[role] || {}).name || role}: ${seat.prediction.text} (${number(100 * seat.prediction.p)}%)`))))) : null,
    found.messages && found.messages.length ? h("section", { class: "card stack" }, h("h2", {}, t("review.messages")), h("details", { id: "unveil-messages" }, h("summary", {}, t("review.messages_n", { n: found.messages.length })), found.messages.map((m) => h("p", { class: "message" }, h("span", { class: "small dim" }, `${turnName(m.turn)} · ${(by[m.from] || {}).name || m.from} → ${m.to.map((r) => (by[r] || {}).name || t(`to.${r}`)).join(", ")}: `), m.text)))) : null,
  ];
}
