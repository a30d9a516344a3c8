// Calls and events. Orders and messages always go by PUT and POST; events come by socket, and where a proxy cuts sockets,
// by long-poll with the same numbers.
export class Refused extends Error {
  constructor(status, body) { super(body.detail || String(status)); this.status = status; this.why = body.why; }
}

export class Net {
  constructor(token) { this.token = token; this.last = 0; this.failed = 0; this.onevent = () => {}; this.onstate = () => {}; this.alive = false; this.stopped = false; }

  async call(method, path, body) {
    const head = { Authorization: `Bearer ${this.token}` };
    if (body !== undefined) head["Content-Type"] = "application/json";
    for (let attempt = 0; ; attempt++) {
      const answer = await fetch(path, { method, headers: head, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store" });
      if (answer.status === 429 && attempt < 3) { await pause(1000 * Math.min(5, Number(answer.headers.get("Retry-After")) || 1)); continue; }
      const type = answer.headers.get("Content-Type") || "";
      const found = type.includes("json") ? await answer.json() : await answer.text();
      if (!answer.ok) throw new Refused(answer.status, found || {});
      return found;
    }
  }

  get(path) { return this.call("GET", path); }
  post(path, body) { return this.call("POST", path, body); }
  put(path, body) { return this.call("PUT", path, body); }

  // Events from number `last` on; reconnects by itself for ever.
  listen(last) {
    this.last = last;
    this.open();
    const wake = () => { if (document.visibilityState !== "hidden") this.probe(); };
    for (const name of ["visibilitychange", "pageshow", "online", "focus"]) (name === "visibilitychange" ? document : window).addEventListener(name, wake);
    let before = Date.now();
    setInterval(() => { const now = Date.now(); if (now - before > 6000) wake(); before = now; }, 2000);
  }

  open() {
    if (this.stopped) return;
    if (this.failed >= 2) { this.poll(); return; }
    const ws = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
    this.ws = ws;
    let greeted = false;
    const giveUp = setTimeout(() => { if (!greeted) ws.close(); }, 4000);
    ws.onopen = () => ws.send(JSON.stringify({ token: this.token, after: this.last }));
    ws.onmessage = (message) => {
      const event = JSON.parse(message.data);
      this.heard();
      if (event.kind === "hello") { greeted = true; this.failed = 0; this.state(true); return; }
      this.take(event);
    };
    ws.onclose = (closed) => {
      clearTimeout(giveUp); clearTimeout(this.silence);
      if (this.ws !== ws) return;
      this.ws = null;
      if (closed.code === 4401) { this.state(false); this.onevent({ kind: "no_token", data: {} }); return; }
      if (!greeted) this.failed++;
      this.state(false);
      setTimeout(() => this.open(), greeted ? 200 + Math.random() * 600 : 800 + Math.random() * 1200);
    };
  }

  heard() { clearTimeout(this.silence); this.silence = setTimeout(() => this.ws && this.ws.close(), 24000); }

  // The screen woke, or the line is back: ask, and without an answer in 1.5 s begin anew.
  probe() {
    const ws = this.ws;
    if (!ws || ws.readyState !== WebSocket.OPEN) { if (ws) { this.ws = null; ws.close(); } if (this.failed < 2) this.open(); return; }
    let answered = false;
    const listen = () => { answered = true; };
    ws.addEventListener("message", listen, { once: true });
    ws.send(JSON.stringify({ ping: 1 }));
    setTimeout(() => { if (!answered && this.ws === ws) { this.ws = null; ws.close(); this.state(false); this.open(); } }, 1500);
  }

  async poll() {
    let tries = 0;
    while (!this.stopped && this.failed >= 2) {
      try {
        const events = await this.get(`/api/events?after=${this.last}`);
        this.state(true); tries = 0;
        for (const event of events) this.take(event);
      } catch (error) {
        if (error.status === 401) { this.onevent({ kind: "no_token", data: {} }); return; }
        this.state(false);
        await pause(Math.min(8000, 500 * 2 ** tries++));
      }
    }
  }

  take(event) { if (event.n) this.last = event.n; if (event.kind !== "beat" && event.kind !== "pong") this.onevent(event); }
  state(alive) { if (alive !== this.alive) { this.alive = alive; this.onstate(alive); } }
  stop() { this.stopped = true; if (this.ws) this.ws.close(); }
}

// One reading at a time: a late answer must not overwrite a newer one; what comes meanwhile is read once afterwards.
export function oneAtATime(read) {
  let running = null, again = false;
  return async () => {
    if (running) { again = true; return running; }
    running = read();
    try { await running; } finally { running = null; }
    if (again) { again = false; running = read(); try { await running; } finally { running = null; } }
  };
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export function remember(name, value) {
  try { if (value === null) localStorage.removeItem(name); else localStorage.setItem(name, JSON.stringify(value)); } catch { /* private mode: the page works, without coming back by itself */ }
}

export function recall(name) {
  try { return JSON.parse(localStorage.getItem(name) || "null"); } catch { return null; }
}
