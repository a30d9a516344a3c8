// A word that is tapped tells its meaning.
import { $, fill, h } from "./dom.js";
import { has, t } from "./words.js";

export function term(name, label) {
  if (!has(`term.${name}`)) return h("span", { class: "small dim" }, label);
  return h("button", { type: "button", class: "term small", id: `term-${name}`, "aria-haspopup": "dialog", onclick: () => tell(label, t(`term.${name}`)) }, label);
}

function tell(label, meaning) {
  const box = $("why");
  fill(box, h("div", { class: "stack" }, h("h2", { id: "why-title" }, label), h("p", {}, meaning), h("button", { type: "button", class: "main", onclick: () => box.close() }, t("close"))));
  box.showModal();
}
