// After the ending: the tale, one's own score, and the steps that the teacher clicks through.
import { $, fill, h, key } from "./dom.js";
import { net, page } from "./seat.js";
import { review } from "./unveil.js";
import { t } from "./words.js";

const FIELDS = { word: [["word", 24]], plus_delta: [["plus", 200], ["delta", 200]], turning: [["turning", 200]], whatif: [["whatif", 200]], world: [["like", 200], ["unlike", 200]], exit: [["exit", 300]] };
let drawn = "";

export function drawDebrief() {
  const d = page.data.debrief, box = $("debrief");
  box.hidden = !d || d.step < 0;
  if (box.hidden) { drawn = ""; return; }
  const now = JSON.stringify(d);
  if (now === drawn) return;
  const same = box.dataset.step === d.name;
  drawn = now; box.dataset.step = d.name;
  const shown = h("div", { class: "stack" }, Object.entries(d.revealed).map(([what, said]) => h("div", {}, h("h3", {}, t(`say.${what}`)), h("p", {}, said.map((text) => h("span", { class: "word" }, text)))))); 
  if (same && $("said")) { fill($("said"), shown); return; }
  fill(box, h("h2", {}, t(`step.${d.name}`)), h("p", {}, t(`step_text.${d.name}`)),
    (FIELDS[d.name] || []).map(([what, most]) => h("form", { class: "stack", onsubmit: (event) => { event.preventDefault(); send(what); } }, h("label", { for: `say-${what}` }, t(`say.${what}`)), h("input", { id: `say-${what}`, maxlength: most, autocomplete: "off" }), h("button", { type: "submit", class: "main" }, t("send")), h("p", { id: `sent-${what}`, class: "small", role: "status" }))),
    h("div", { id: "said" }, shown));
}

async function send(what) {
  const text = $(`say-${what}`).value.trim();
  if (!text) return;
  try { await net.post("/api/say", { step: what, text, key: key() }); $(`sent-${what}`).textContent = t("said"); } catch (error) { $(`sent-${what}`).textContent = error.message; }
}

export async function drawOver() {
  const d = page.data, box = $("over");
  box.hidden = d.phase !== "over" || !d.role;
  if (box.hidden || box.dataset.turn === String(d.turn)) return;
  try { const found = await net.get(`/api/review${d.role && location.hash.includes("role=") ? `?group=${d.group}` : ""}`); fill(box, review(found)); box.dataset.turn = String(d.turn); } catch { fill(box, h("p", { class: "card" }, t("review.soon"))); }
}
