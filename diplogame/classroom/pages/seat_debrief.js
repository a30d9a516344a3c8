// After the ending: the tale, one's own score, and the steps that the teacher clicks through.
import { $, fill, h, key } from "./dom.js";
import { net, page } from "./seat.js";
import { review, shown, voteList } from "./unveil.js";
import { number, t, turnName } from "./words.js";

const FIELDS = { word: [["word", 24]], plus_delta: [["plus", 200], ["delta", 200]], turning: [["turning", 200]], whatif: [["whatif", 200]], world: [["like", 200], ["unlike", 200]], exit: [["exit", 300]] };
let drawn = "";
let voted = "";

export function drawDebrief() {
  const d = page.data.debrief, box = $("debrief");
  box.hidden = !d || d.step < 0;
  if (box.hidden) { drawn = ""; return; }
  const own = page.data.predictions || [];
  const now = JSON.stringify([d, own, voted]);
  if (now === drawn) return;
  const same = box.dataset.step === d.name;
  drawn = now; box.dataset.step = d.name;
  if (!same && !box.contains(document.activeElement)) window.scrollTo(0, 0); // a new step is read from its top
  const said = h("div", { class: "stack" }, shown(d), d.name === "predictions" ? judging(own) : null, d.name === "whatif" ? voting(d) : null);
  if (same && $("said")) { fill($("said"), said); return; }
  fill(box, h("h2", {}, t(`step.${d.name}`)), h("p", {}, t(`step_text.${d.name}`)), h("div", { id: "said" }, said),
    (FIELDS[d.name] || []).map(([what, most]) => h("form", { class: "stack", onsubmit: (event) => { event.preventDefault(); send(what, $(`say-${what}`).value.trim()); } }, h("label", { for: `say-${what}` }, what === "whatif" ? t("whatif.own") : t(`say.${what}`)), h("input", { id: `say-${what}`, maxlength: most, autocomplete: "off" }), h("button", { type: "submit", class: "main" }, t("send")), h("p", { id: `sent-${what}`, class: "small", role: "status" }))));
}

// One's own team's predictions: did they come true?
function judging(own) {
  if (!own.length) return h("p", { class: "empty" }, t("judge.none"));
  return h("ul", { class: "stack" }, own.map((p) => h("li", { class: "card stack" }, h("p", {}, h("span", { class: "dim" }, `${turnName(p.turn)} · ${number(100 * p.p)}% · `), p.text),
    p.by === "teacher" ? h("p", { class: "small strong" }, p.came === null ? t("judge.open") : t(p.came ? "judge.came" : "judge.not")) : h("div", { class: "row fill", role: "group", "aria-label": p.text }, [[true, "judge.came"], [false, "judge.not"], [null, "judge.open"]].map(([value, label]) => h("button", { type: "button", "aria-pressed": String(p.came === value && (value !== null || p.by !== "")), onclick: () => judge(p.turn, value) }, t(label)))))));
}

async function judge(turn, came) {
  try { await net.post("/api/judge", { turn, came }); const own = page.data.predictions.find((p) => p.turn === turn); if (own) { own.came = came; own.by = page.data.person; } drawDebrief(); } catch { /* the page is told again when the line is back */ }
}

function voting(d) {
  if (!d.what_ifs.length) return null;
  const open = !("whatif" in d.revealed);
  return open ? h("div", { class: "stack", role: "group", "aria-label": t("step.whatif") }, d.what_ifs.map((one) => h("button", { type: "button", class: "order", "aria-pressed": String(voted === one.text), onclick: () => { voted = one.text; send("whatif", one.text); drawDebrief(); } }, one.text))) : voteList(d.what_ifs, page.by);
}

async function send(what, text) {
  if (!text) return;
  try { await net.post("/api/say", { step: what, text: text.slice(0, 300), key: key() }); $(`sent-${what}`).textContent = t("said"); } catch (error) { $(`sent-${what}`).textContent = error.message; }
}

export async function drawOver() {
  const d = page.data, box = $("over");
  box.hidden = d.phase !== "over" || !d.role;
  const now = `${d.turn} ${d.reviewed}`;
  if (box.hidden || box.dataset.turn === now) return;
  try { const found = await net.get(`/api/review${d.role && location.hash.includes("role=") ? `?group=${d.group}` : ""}`); const first = !box.dataset.turn; fill(box, review(found)); box.dataset.turn = now; if (first) window.scrollTo(0, 0); } catch { fill(box, h("p", { class: "card" }, t("review.soon"))); }
}
