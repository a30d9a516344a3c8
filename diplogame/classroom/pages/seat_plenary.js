// The plenary on a seat's page: ask for the floor, table a joint text, sponsor one, vote.
import { $, fill, h, key } from "./dom.js";
import { Clock } from "./clock.js";
import { clauses, floorLine, name, roll, speakers, speechClock, textHead } from "./plenary.js";
import { net, page } from "./seat.js";
import { t } from "./words.js";

let clock = null, editing = null, said = "";
const watching = () => location.hash.includes("role=");

export function plenaryOn() { const f = page.data.floor; return Boolean(page.data.role) && (f.stage !== "none" || page.data.texts.length > 0); }

export function drawPlenary() {
  const d = page.data, f = d.floor, by = page.by, on = plenaryOn();
  $("plenary").hidden = !on || !d.view;
  $("tab-plenary").hidden = !on;
  if (!on) return;
  const working = ["announced", "open"].includes(f.stage) && !watching();
  const place = f.asks.indexOf(d.role) + 1, vote = d.texts.find((text) => text.fate === "vote");
  $("tab-plenary").textContent = vote && !vote.mine ? `${t("plenary.title")} · ${t("plenary.vote_short")}` : t("plenary.title");
  $("floor-who").textContent = f.speaker === d.role ? t("plenary.yours") : floorLine(f, by);
  if (said !== $("floor-who").textContent) { said = $("floor-who").textContent; $("floor-said").textContent = said; }
  clock.set(speechClock(f));
  fill($("floor"), ["announced", "open"].includes(f.stage) ? [h("h3", {}, t("plenary.next")), speakers(f, by, d.role), f.listing ? null : h("p", { class: "small warn" }, t("plenary.list_shut")), h("p", { class: "small dim" }, t("plenary.limit", { seconds: f.limit }))] : null,
    !working ? null : place ? h("button", { type: "button", id: "ask-floor", onclick: () => act("/api/floor", { action: "withdraw" }) }, t("plenary.withdraw_ask", { n: place })) : f.listing ? h("button", { type: "button", class: "main", id: "ask-floor", onclick: () => act("/api/floor", { action: "ask" }) }, t("plenary.ask")) : null);
  fill($("ballot"), vote ? h("section", { class: "card ask stack", "aria-label": t("plenary.vote_on", { title: vote.title }) }, textHead(vote, by), clauses(vote), h("p", { class: "small" }, t(`rule_of.${vote.rule}`)),
    h("div", { class: "row fill", role: "group", "aria-label": t("plenary.your_vote") }, ["for", "against", "abstain"].map((how) => h("button", { type: "button", id: `vote-${how}`, "aria-pressed": String(vote.mine === how), disabled: !working, onclick: () => act("/api/texts/vote", { text: vote.id, vote: how }) }, t(`vote.${how}`)))),
    h("p", { class: "small dim" }, t("plenary.cast", { n: f.cast }), " ", t("plenary.secret"))) : null);
  $("text-box").hidden = !working;
  const rest = [...d.texts].reverse().filter((text) => text !== vote);
  fill($("text-list"), rest.length ? [h("h3", {}, t("plenary.texts")), rest.map((text) => one(text, working))] : h("p", { class: "empty" }, t("plenary.no_texts")));
}

function one(text, working) {
  const own = text.role === page.data.role, sponsors = text.sponsors.includes(page.data.role), open = working && text.fate === "draft";
  return h("article", { class: "card stack", "aria-label": text.title }, textHead(text, page.by), clauses(text), roll(text, page.by),
    open && own ? h("div", { class: "row" }, h("button", { type: "button", id: `edit-${text.id}`, onclick: () => edit(text) }, t("plenary.edit")), h("button", { type: "button", id: `withdraw-${text.id}`, onclick: () => act("/api/texts/withdraw", { text: text.id }) }, t("plenary.withdraw"))) : null,
    open && !own ? h("div", { class: "row" }, h("button", { type: "button", id: `sponsor-${text.id}`, "aria-pressed": String(sponsors), onclick: () => act("/api/texts/sponsor", { text: text.id, sponsor: !sponsors, revised: text.revised }) }, sponsors ? t("plenary.unsponsor") : t("plenary.sponsor"))) : null);
}

function edit(text) {
  editing = text ? text.id : null;
  $("text-title").value = text ? text.title : ""; $("text-clauses").value = text ? text.clauses.join("\n") : "";
  $("text-cancel").hidden = !text; $("text-summary").textContent = text ? t("plenary.edit") : t("plenary.table");
  $("text-error").textContent = "";
  if (text) { $("text-box").open = true; $("text-title").focus(); }
}

async function act(path, body) {
  try { await net.post(path, body); $("plenary-error").textContent = ""; } catch (error) { $("plenary-error").textContent = error.message; }
}

// A text came, changed, or is gone.
export function takeText(text) {
  const all = page.data.texts, place = all.findIndex((x) => x.id === text.id);
  if (text.shown === "hidden" && !text.clauses) { if (place >= 0) all.splice(place, 1); } else if (place >= 0) all[place] = text; else all.push(text);
  drawPlenary();
}

// For those who only look on, such as the press.
export function readPlenary(d) {
  if (d.floor.stage === "none" && !d.texts.length) return null;
  return [h("h2", {}, t("plenary.title")), h("p", { class: "strong" }, floorLine(d.floor, page.by)), d.floor.stage === "open" ? speakers(d.floor, page.by) : null, [...d.texts].reverse().map((text) => h("article", { class: "card stack" }, textHead(text, page.by), clauses(text), roll(text, page.by)))];
}

export function noticeOfPlenary(go) {
  const f = page.data.floor;
  if (!["announced", "open"].includes(f.stage)) return null;
  const vote = page.data.texts.some((text) => text.fate === "vote" && !text.mine);
  return h("div", { class: "card row" }, h("p", { class: vote ? "strong warn" : "strong" }, vote ? t("plenary.vote_open") : f.speaker === page.data.role ? t("plenary.yours") : f.speaker ? t("plenary.speaks", { role: name(page.by, f.speaker) }) : t(`plenary.stage.${f.stage}`)), h("button", { type: "button", class: "push", id: "to-plenary", onclick: go }, t("plenary.go")));
}

export function wirePlenary() {
  clock = new Clock($("speech-clock"), $("speech-said"));
  $("text-cancel").addEventListener("click", () => { edit(null); $("text-box").open = false; });
  $("text-form").addEventListener("input", () => { $("text-error").textContent = ""; });
  $("text-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const title = $("text-title").value.trim(), lines = $("text-clauses").value.split("\n").map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean);
    const wrong = !title ? "plenary.need_title" : !lines.length ? "plenary.need_clause" : lines.length > 8 || lines.some((line) => line.length > 300) ? "plenary.too_long" : "";
    if (wrong) { $("text-error").textContent = t(wrong); $(wrong === "plenary.need_title" ? "text-title" : "text-clauses").focus(); return; }
    try { await net.post("/api/texts", { title, clauses: lines, id: editing, key: key() }); edit(null); $("text-box").open = false; } catch (error) { $("text-error").textContent = error.message; }
  });
}
