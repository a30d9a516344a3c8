// The docket: what is in it, the list to choose from, and what the team proposes.
import { $, fill, h } from "./dom.js";
import { draw, net, page, save, say } from "./seat.js";
import { number, signed, t, word } from "./words.js";

const dots = (cost) => `${"●".repeat(Math.round(cost))}` || t("order.free");

// What would round to nothing is not said.
const tells = (e) => [e.mean, e.low, e.high].some((value) => Math.abs(value) >= 0.05);

export function expects(order, most = 4) {
  return order.expects.filter(tells).slice(0, most).map((e) => h("li", { class: e.good ? "good" : "bad" }, `${e.good ? "▲" : "▼"} ${e.label} ${signed(e.mean)}`, h("span", { class: "dim" }, ` (${signed(e.low)} … ${signed(e.high)})`)));
}

function face(order) {
  return [
    h("span", { class: "head" }, h("span", { class: "strong" }, order.summary || order.title), h("span", { class: "pill push" }, order.covert ? t("order.covert") : t("order.public")), h("span", { class: "pill", title: t("order.cost", { n: order.cost }) }, h("span", { "aria-hidden": "true" }, dots(order.cost)), h("span", { class: "sr" }, t("order.cost", { n: order.cost })))),
    order.chance ? h("span", { class: "small dim" }, `${order.chance.label}: ${number(100 * order.chance.p)}%. ${order.chance.reason || ""}`) : null,
  ];
}

// Where only the lead hands in, the others look at the docket, propose and vote.
export function support() {
  const d = page.data;
  return d.settings.lead_only && d.job !== "lead" && d.team.some((p) => p.job === "lead");
}

export function drawDraft() {
  const d = page.data;
  if (!d || !d.view) return;
  const chosen = page.draft.orders.map((id) => page.orders.find((o) => o.id === id) || { id, summary: id, cost: 0, expects: [], covert: false });
  const spent = chosen.reduce((sum, o) => sum + o.cost, 0);
  const playing = ["orders", "practice"].includes(d.phase) && d.held !== "ai", open = playing && !support();
  fill($("orders-head"), t("order.head", { n: chosen.length, most: d.view.orders_allowed }), " · ", h("span", { class: "dots" }, h("span", { "aria-hidden": "true" }, "●".repeat(Math.max(0, Math.round(d.view.capital - spent))) + "○".repeat(Math.max(0, Math.round(d.view.capital_cap - d.view.capital + spent)))), h("span", { class: "sr" }, t("order.capital", { left: number(d.view.capital - spent, 1), cap: d.view.capital_cap }))));
  fill($("draft"), chosen.map((order, k) => h("div", { class: "card order" }, face(order), h("ul", { class: "small" }, expects(order, 3)),
    h("div", { class: "row" }, open ? h("button", { type: "button", id: `drop-${k}`, onclick: () => { page.draft.orders.splice(k, 1); drawDraft(); save(); } }, t("order.remove")) : null))),
    open && chosen.length < d.view.orders_allowed ? h("button", { type: "button", class: "dashed", id: "add-order", onclick: openPicker }, t("order.add")) : null,
    playing && support() ? h("button", { type: "button", class: "dashed", id: "add-order", onclick: openPicker }, t("team.propose_one")) : null,
    playing && chosen.length ? h("button", { type: "button", id: "forecast", onclick: forecast }, t("order.forecast")) : null,
    h("div", { id: "futures" }));
}

export function drawTeam() {
  const d = page.data;
  fill($("team"), h("h2", {}, t("team.title")), h("ul", {}, d.team.map((p) => h("li", {}, p.name, p.id === d.person ? ` (${t("states.you")})` : "", p.job ? h("span", { class: "small dim" }, ` · ${t(`job.${p.job}`)}`) : ""))),
    d.proposals && d.proposals.length ? [h("h3", {}, t("team.proposals")), d.proposals.map((p) => h("div", { class: "row" }, h("span", {}, p.summary), h("span", { class: "pill" }, t("team.votes", { yes: p.for, no: p.against })),
      h("button", { type: "button", "aria-pressed": String(p.mine === "for"), onclick: () => propose(p.order, "for") }, t("team.for")), h("button", { type: "button", "aria-pressed": String(p.mine === "against"), onclick: () => propose(p.order, "against") }, t("team.against")),
      page.draft.orders.includes(p.order) || support() ? null : h("button", { type: "button", onclick: () => addOrder(p.order) }, t("team.take"))))] : null,
    support() ? h("div", { class: "stack" }, h("p", { class: "small" }, t("team.lead_hands", { name: (d.team.find((p) => p.job === "lead") || {}).name })), h("button", { type: "button", id: "take-lead", onclick: takeLead }, t("team.take_lead"))) : null);
}

async function takeLead() {
  try { await net.post("/api/lead"); } catch (error) { say(error.message, "warn"); }
}

async function propose(order, vote) {
  try { await net.post("/api/proposals", { turn: page.data.turn, order, vote }); } catch (error) { say(error.message, "bad"); }
}

function addOrder(id) {
  page.draft.orders.push(id);
  drawDraft(); save();
}

export function openPicker() {
  const box = $("picker");
  const search = h("input", { type: "search", id: "find-order", "aria-label": t("order.find"), placeholder: t("order.find"), autocomplete: "off" });
  const list = h("div", { class: "stack", id: "order-list" });
  const spent = page.draft.orders.reduce((sum, id) => sum + ((page.orders.find((o) => o.id === id) || {}).cost || 0), 0);
  const left = page.data.view.capital - spent;
  const show = () => {
    const wanted = search.value.trim().toLowerCase();
    const shown = page.orders.filter((o) => !page.draft.orders.includes(o.id) && (!wanted || `${o.summary} ${o.title} ${word("family", o.family)}`.toLowerCase().includes(wanted)));
    const not = (o) => o.greyed || (o.cost > left + 1e-9 ? t("order.dear") : null);
    const able = shown.filter((o) => !not(o)), unable = shown.filter(not);
    const families = [...new Set(able.map((o) => o.family))];
    fill(list, shown.length ? [families.map((family) => h("details", { id: `family-${family}`, open: Boolean(wanted) || families.length === 1 }, h("summary", {}, word("family", family), h("span", { class: "pill" }, able.filter((o) => o.family === family).length)),
      h("div", { class: "stack" }, able.filter((o) => o.family === family).map((o) => h("div", { class: "stack" },
        h("button", { type: "button", class: "order", "data-order": o.id, onclick: () => { box.close(); if (support()) propose(o.id, "for"); else addOrder(o.id); } }, face(o), o.about ? h("span", { class: "small dim" }, o.about) : null, h("span", { class: "small" }, h("ul", {}, expects(o)))),
        page.data.team.length > 1 && !support() ? h("button", { type: "button", class: "plain", onclick: () => { propose(o.id, "for"); box.close(); } }, t("team.propose")) : null))))),
      unable.length ? h("details", { id: "family-unable" }, h("summary", {}, t("order.not_now"), h("span", { class: "pill" }, unable.length)), h("ul", { class: "stack" }, unable.map((o) => h("li", { class: "card" }, h("span", { class: "strong" }, o.summary || o.title), " ", h("span", { class: "small warn" }, not(o)))))) : null] : h("p", { class: "empty" }, t("order.none")));
  };
  search.addEventListener("input", show);
  fill(box, h("div", { class: "stack" }, h("div", { class: "row" }, h("h2", { id: "picker-title" }, t("order.choose")), h("button", { type: "button", class: "push", id: "picker-close", onclick: () => box.close() }, t("close"))), search, list));
  show();
  box.showModal();
}

async function forecast() {
  const box = $("futures");
  fill(box, h("p", { class: "small dim" }, t("forecast.wait")));
  try {
    const found = await net.post("/api/forecast", { orders: page.draft.orders });
    const rows = Object.entries(found.endings).sort((a, b) => b[1] - a[1]);
    const without = found.without ? found.without.endings : {};
    fill(box, h("div", { class: "card stack" }, h("h3", {}, t("forecast.title", { n: found.futures })), h("table", {}, h("thead", {}, h("tr", {}, [t("forecast.ending"), t("forecast.with"), t("forecast.without")].map((c) => h("th", { scope: "col" }, c)))),
      h("tbody", {}, rows.map(([ending, share]) => h("tr", {}, h("th", { scope: "row" }, word("ending", ending)), h("td", {}, `${number(100 * share)}%`), h("td", {}, without[ending] === undefined ? "–" : `${number(100 * without[ending])}%`))))),
      h("p", { class: "small dim" }, t("forecast.score", { mean: number(found.score.mean), low: number(found.score.low), high: number(found.score.high) }))));
  } catch (error) { fill(box, h("p", { class: "error" }, error.message)); }
}

export { draw };
