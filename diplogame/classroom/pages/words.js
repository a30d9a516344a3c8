// All words come from the one catalogue; {fields} are filled in, and a count chooses between .one and .other.
let words = {};

export async function loadWords() {
  words = await (await fetch("/static/words.json")).json();
}

export function has(key) { return key in words; }

export function t(key, fields = {}) {
  let found = words[key];
  if (found === undefined && "n" in fields) found = words[`${key}.${fields.n === 1 ? "one" : "other"}`];
  if (found === undefined) return key;
  return found.replace(/\{([a-z_]+)\}/g, (_, name) => (name in fields ? String(fields[name]) : ""));
}

export function word(area, name) {
  const key = `${area}.${name}`;
  return has(key) ? t(key) : String(name ?? "").replaceAll("_", " ");
}

export function number(value, digits = 0) {
  if (value === null || value === undefined) return "–";
  return Number(value).toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function turnName(turn) { return turn > 0 ? t("seat.turn_short", { turn }) : t("seat.opening"); }

export function estimate(value) { return number(value, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2); }

export function signed(value, digits = 1) {
  return (value > 0 ? "+" : value < 0 ? "−" : "±") + number(Math.abs(value), digits);
}
