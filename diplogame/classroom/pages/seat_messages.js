// Messages between seats and joint statements; all of it on record.
import { $, fill, h, key } from "./dom.js";
import { net, page } from "./seat.js";
import { t, turnName } from "./words.js";

const name = (role) => (page.by[role] || {}).name || (role ? t(`to.${role}`) : t("to.waiting"));

export function drawMessages() {
  const d = page.data;
  fill($("message-list"), d.messages.length ? [...d.messages].reverse().slice(0, 80).map((m) => h("article", { class: `message ${m.from === d.role ? "mine" : ""} ${m.public ? "public" : ""}` },
    h("p", { class: "small" }, h("span", { class: "strong" }, name(m.from)), " → ", m.to.map(name).join(", "), h("span", { class: "dim" }, ` · ${turnName(m.turn)}`), m.joint ? h("span", { class: "pill" }, m.public ? t("message.joint_public") : t("message.joint")) : null, m.state === "held" ? h("span", { class: "pill warn" }, t("message.held")) : null),
    h("p", {}, m.text),
    m.joint ? h("p", { class: "small dim" }, t("message.signed", { names: m.signed.map(name).join(", ") || "–" })) : null,
    h("div", { class: "row" }, m.joint && m.to.includes(d.role) ? h("button", { type: "button", onclick: () => act("/api/messages/sign", { message: m.id, sign: !m.signed.includes(d.role) }) }, m.signed.includes(d.role) ? t("message.unsign") : t("message.sign")) : null,
      m.from !== d.role ? h("button", { type: "button", class: "plain small", onclick: (event) => { act("/api/messages/flag", { message: m.id }); event.target.textContent = t("message.told"); } }, t("message.flag")) : null))) : h("p", { class: "empty" }, t("message.none")));
}

export function drawWriting() {
  const d = page.data, before = $("to").value;
  const others = d.roles.filter((r) => r.role !== d.role);
  const open = d.settings.messages !== "off" && !d.muted;
  fill($("to"), h("option", { value: "team" }, t("to.team")), open ? others.map((r) => h("option", { value: r.role }, r.name)) : null, open ? h("option", { value: "joint" }, t("to.joint")) : null, open ? h("option", { value: "all" }, t("to.all")) : null, open && d.press_desk ? h("option", { value: "press" }, t("to.press")) : null, h("option", { value: "teacher" }, t("to.teacher")));
  if ([...$("to").options].some((o) => o.value === before)) $("to").value = before;
  const chosen = new Set([...document.querySelectorAll("#signer-list input:checked")].map((i) => i.value));
  fill($("signer-list"), others.map((r) => h("label", { class: "check" }, h("input", { type: "checkbox", value: r.role, checked: chosen.has(r.role) }), r.name)));
  $("signers").hidden = $("to").value !== "joint";
}

export function wireWriting() {
  $("to").addEventListener("change", () => { $("signers").hidden = $("to").value !== "joint"; });
  $("write").addEventListener("submit", async (event) => {
    event.preventDefault();
    $("write-error").textContent = "";
    const joint = $("to").value === "joint";
    const to = joint ? [...document.querySelectorAll("#signer-list input:checked")].map((i) => i.value) : $("to").value;
    if (joint && !to.length) { $("write-error").textContent = t("message.choose"); return; }
    const text = $("text").value.replace(/\s+/g, " ").trim();
    if (!text) { $("write-error").textContent = t("message.empty"); return; }
    try { await net.post("/api/messages", { to, text, key: key(), joint }); $("text").value = ""; } catch (error) { $("write-error").textContent = error.message; }
  });
}

async function act(path, body) {
  try { await net.post(path, body); } catch (error) { $("write-error").textContent = error.message; }
}
