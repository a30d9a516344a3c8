// Counts down by itself between the server's readings; says 2:00, 1:00 and 0:20 in one polite line, and nothing else.
import { t } from "./words.js";

const SPOKEN = [120, 60, 20];

export class Clock {
  constructor(face, line) {
    this.face = face; this.line = line; this.end = 0; this.left = 0; this.running = false; this.said = new Set();
    setInterval(() => this.draw(), 250);
  }

  set(clock) {
    this.clock = clock; this.left = clock.left; this.running = clock.running; this.end = performance.now() + clock.left * 1000;
    for (const mark of SPOKEN) if (clock.left > mark + 1) this.said.delete(mark);
    if (clock.left < SPOKEN.at(-1)) SPOKEN.forEach((mark) => this.said.add(mark));
    this.draw();
  }

  now() { return this.running ? (this.end - performance.now()) / 1000 : this.left; }

  draw() {
    if (!this.clock) return;
    const off = this.clock.mode === "off" || !["orders", "practice"].includes(this.clock.phase);
    const left = this.now();
    const shown = off ? "" : format(left) + (this.running ? "" : ` ${t("clock.stands")}`);
    if (this.face.textContent !== shown) this.face.textContent = shown;
    this.face.classList.toggle("over", left < 0);
    if (off || !this.running) return;
    const mark = SPOKEN.filter((m) => left <= m).pop();
    if (mark !== undefined && !this.said.has(mark)) {
      SPOKEN.filter((m) => m >= mark).forEach((m) => this.said.add(m));
      this.line.textContent = t("clock.left", { time: format(mark) });
    }
  }
}

export function format(seconds) {
  const whole = Math.max(-3599, Math.round(seconds));
  const size = Math.abs(whole);
  return `${whole < 0 ? "−" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
}
