"use strict";

// All text comes to the page through textContent, so no order can bring markup with it.
const POLL_MILLIS = 1000;
const TIMEOUT_MILLIS = 4000;
const KINDS = { ACTIVE: "good", ACTIVATING: "wait", REACTIVATING: "wait", DEACTIVATING: "wait", "not deployed": "bad" };

const byId = id => document.getElementById(id);
const shown = new Map();
let unreachableSince = null;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

// Replaced only when the content has changed: a screen reader or a selection is not disturbed each second.
function fill(id, items, make) {
  const key = JSON.stringify(items);
  if (shown.get(id) === key) return;
  shown.set(id, key);
  byId(id).replaceChildren(...items.map(make));
}

function clock(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const pad = (number, width) => String(number).padStart(width, "0");
  return `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}.${pad(date.getMilliseconds(), 3)}`;
}

function showEndpoint(endpoint) {
  const badge = byId("endpoint-state");
  setText(badge, endpoint.state);
  badge.dataset.kind = KINDS[endpoint.state] || "off";
  const deployed = endpoint.history !== undefined;
  setText(byId("endpoint-facts"), !deployed
    ? "The adapter has no endpoint for the queue “orders”."
    : `${endpoint.state} since ${clock(endpoint.stateSince)} · cancels: ${endpoint.cancellations} · `
      + `reactivations: ${endpoint.reactivations} · failed deliveries: ${endpoint.failures}`);
  const history = deployed ? [...endpoint.history].reverse() : [];
  fill("history", history, change => {
    const entry = element("li");
    entry.dataset.kind = KINDS[change.to] || "off";
    const time = element("time", clock(change.time));
    time.dateTime = change.time;
    entry.append(time, element("span", `${change.from} → ${change.to}`), element("span", change.reason, "reason"));
    return entry;
  });
  byId("history-empty").hidden = history.length > 0;
}

function showThreads(threads, endpoint) {
  const sessions = endpoint.sessions === undefined ? "" : ` · ${endpoint.sessions} sessions open`;
  setText(byId("threads-facts"), `${threads.seen.length} seen · ${threads.busy} busy now${sessions}`);
  fill("threads", threads.seen.map(({ name, deliveries, busy }) => ({ name, deliveries, busy })), thread => {
    const row = element("tr", undefined, thread.busy ? "busy" : "");
    row.append(element("td", thread.name, "text"), element("td", thread.deliveries.toLocaleString(), "number"),
      element("td", thread.busy ? "busy" : "idle"));
    return row;
  });
}

function showLastOrders(orders) {
  fill("last-orders", orders, order => {
    const row = element("tr");
    row.append(element("td", clock(order.receivedAt), "nowrap"), element("td", order.customer, "text"), element("td", order.item, "text"),
      element("td", String(order.quantity), "number"), element("td", order.redelivered ? "redelivered" : "first"),
      element("td", order.thread, "nowrap"));
    return row;
  });
  byId("last-empty").hidden = orders.length > 0;
}

function show(status) {
  for (const [name, count] of Object.entries(status.orders)) {
    const target = document.querySelector(`[data-count-of="${CSS.escape(name)}"]`);
    if (target) setText(target, count.toLocaleString());
  }
  showEndpoint(status.endpoint);
  showThreads(status.threads, status.endpoint);
  showLastOrders(status.lastOrders);
}

function reachable(yes, why) {
  const alert = byId("unreachable");
  if (yes) {
    unreachableSince = null;
    alert.hidden = true;
    return;
  }
  unreachableSince ??= new Date();
  setText(alert, `Server unreachable since ${unreachableSince.toLocaleTimeString()} (${why}). What you see is from before. Trying again …`);
  alert.hidden = false;
}

async function call(path, options, timeoutMillis) {
  const control = new AbortController();
  const timer = timeoutMillis && setTimeout(() => control.abort(), timeoutMillis);
  try {
    const response = await fetch(path, { ...options, cache: "no-store", signal: control.signal });
    const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
    return { ok: response.ok, code: response.status, body: isJson ? await response.json() : {} };
  } finally {
    clearTimeout(timer);
  }
}

async function poll() {
  try {
    const answer = await call("status", {}, TIMEOUT_MILLIS);
    reachable(answer.ok, `it answers ${answer.code}`);
    if (answer.ok) show(answer.body);
  } catch (failure) {
    reachable(false, failure.name === "AbortError" ? "no answer in time" : "no connection");
  }
  setTimeout(poll, POLL_MILLIS);
}

async function send(path, options) {
  const buttons = document.querySelectorAll("button");
  const result = byId("send-result");
  buttons.forEach(button => { button.disabled = true; });
  result.dataset.kind = "";
  result.textContent = "Sending …";
  const started = performance.now();
  try {
    const { ok, code, body } = await call(path, { method: "POST", ...options });
    const sent = body.sent === undefined ? "" : ` (sent before: ${body.sent.toLocaleString()})`;
    result.dataset.kind = ok ? "good" : "bad";
    result.textContent = ok
      ? `${body.sent.toLocaleString()} confirmed by the broker in ${Math.round(performance.now() - started).toLocaleString()} ms.`
      : `${body.error || `The server answers ${code}.`}${sent}`;
  } catch (failure) {
    result.dataset.kind = "bad";
    result.textContent = "The server cannot be reached; nobody knows whether the order was sent.";
  } finally {
    buttons.forEach(button => { button.disabled = false; });
  }
}

byId("order-form").addEventListener("submit", event => {
  event.preventDefault();
  const fields = new FormData(event.target);
  const order = { customer: fields.get("customer"), item: fields.get("item"), quantity: Number(fields.get("quantity")) };
  send("orders", { headers: { "Content-Type": "application/json" }, body: JSON.stringify(order) });
});
for (const button of document.querySelectorAll("[data-count]")) {
  button.addEventListener("click", () => send(`orders?count=${button.dataset.count}`, {}));
}
poll();
