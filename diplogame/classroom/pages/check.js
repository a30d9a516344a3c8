// Before the bell: can this address be opened from outside this page, and have phones come?
import { $, fill, h } from "./dom.js";
import { Net, recall } from "./net.js";
import { loadWords, t } from "./words.js";

let timer = null;
const net = new Net(recall("console"));

async function reach(url) {
  // An opaque answer is answer enough: somebody is there. The page's own rules keep it from reading more.
  return new Promise((done) => {
    const frame = window.open(`${url}/api/hello`, "_blank", "noopener,width=300,height=200");
    done(frame !== undefined);
  });
}

async function look() {
  let found;
  try { found = await net.get("/api/check"); } catch (error) { $("phones").textContent = error.status === 401 || error.status === 403 ? t("check.no_token") : error.message; if (error.status === 401 || error.status === 403) clearInterval(timer); return; }
  fill($("addresses"), found.addresses.map((a) => h("li", { class: "row" }, h("span", { class: "strong" }, a.url), h("span", { class: "small dim" }, a.interface), h("span", { class: `pill ${a.lan ? "good" : "warn"}` }, a.lan ? t("check.listens") : t("check.only_here")), h("button", { type: "button", onclick: () => reach(a.url) }, t("check.try")))));
  $("phones").textContent = t("check.came", { n: found.visitors, joined: found.joined });
}

async function start() {
  await loadWords();
  $("again").addEventListener("click", look);
  timer = setInterval(look, 3000);
  await look();
}
start();
