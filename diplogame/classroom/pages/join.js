import { $, fill, h, key, mark } from "./dom.js";
import { recall, remember } from "./net.js";
import { loadWords, t } from "./words.js";

const kept = recall("seat");
let lobby = null, role = null;

async function post(path, body) {
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const found = answer.status === 204 ? {} : await answer.json();
    if (answer.status === 429 && attempt < 4) { await new Promise((d) => setTimeout(d, 1000 * (Number(answer.headers.get("Retry-After")) || 1))); continue; }
    if (!answer.ok) throw new Error(found.detail);
    return found;
  }
}

function enter(found) {
  remember("seat", { token: found.token, name: found.name, role: found.role, back: found.return_code });
  location.href = "/seat";
}

function drawRoles() {
  $("pick").hidden = !lobby.pick;
  fill($("roles"), [{ role: null, name: t("join.any") }, ...lobby.roles].map((r) => h("button", { type: "button", id: `role-${r.role}`, "aria-pressed": String(role === r.role), onclick: () => { role = r.role; drawRoles(); } }, r.role ? mark(r) : null, r.name)));
}

async function start() {
  await loadWords();
  lobby = await (await fetch("/api/lobby")).json();
  $("title").textContent = lobby.title;
  $("summary").textContent = lobby.summary;
  if (!lobby.door) { $("notice").hidden = false; $("notice").textContent = t("join.shut"); }
  if (location.hash === "#removed" || location.hash === "#elsewhere") { $("notice").hidden = false; $("notice").textContent = t(`join.${location.hash.slice(1)}`); remember("seat", null); history.replaceState(null, "", "/"); }
  else if (kept && kept.token) {
    $("again").hidden = false;
    const known = lobby.roles.find((r) => r.role === kept.role);
    $("again-who").textContent = known ? t("join.you_as", { name: kept.name, role: known.name }) : kept.name;
    $("again-go").addEventListener("click", () => { location.href = "/seat"; });
  }
  const suggested = t("join.names").split(",").map((n) => n.trim()).sort(() => Math.random() - 0.5).slice(0, 3);
  fill($("names"), suggested.map((n) => h("button", { type: "button", onclick: () => { $("name").value = n; } }, n)));
  drawRoles();
  const page = key();
  const here = () => fetch(`/api/here?page=${page}`, { method: "POST" }).catch(() => {});
  here(); setInterval(here, 20000);
  addEventListener("pagehide", () => fetch(`/api/here?page=${page}&gone=true`, { method: "POST", keepalive: true }).catch(() => {}));
  addEventListener("pageshow", (event) => { if (event.persisted) here(); });
}

$("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("error").textContent = "";
  try { enter(await post("/api/join", { code: $("code").value.trim() || "-", name: $("name").value, role })); } catch (error) { $("error").textContent = error.message; }
});
$("back-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("back-error").textContent = "";
  try { enter(await post("/api/return", { code: $("back-code").value.trim() || "-", back: $("back").value.trim() || "-" })); } catch (error) { $("back-error").textContent = error.message; }
});
start();
