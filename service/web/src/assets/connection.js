// Says at once that nothing is being recorded while the connection is gone, keeps what was typed, and
// goes on by itself. An act counts only when the ledger holds it: nothing is queued here, and the
// form's request id makes a post whose answer was lost be answered once.

const HEARTBEAT = 5_000;
const HEARTBEAT_WAIT = 4_000;
// What must never be kept: secrets, and the token that belongs to one session.
const NEVER_KEPT = new Set(["_password", "_witness_password", "_token"]);

const form = document.querySelector("main form.sheet");
const keeps = form !== null && form.closest(".bedside, .answer") === null;
let lostAt = null;
let banner = null;

function wallClock(date) {
  return date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

// What is kept belongs to one form of one session. Beside a patient nothing is kept: what hangs there
// is scanned anew.
function key() {
  const session = form.elements.namedItem("_token")?.value.slice(0, 12) ?? "";
  return `typed:${session}:${form.getAttribute("action")}`;
}

function keep() {
  if (!keeps) return;
  const typed = [...new FormData(form)].filter(([name, value]) =>
    !NEVER_KEPT.has(name) && typeof value === "string");
  sessionStorage.setItem(key(), JSON.stringify(typed));
}

function fill(typed) {
  for (const [name, value] of typed) {
    const boxes = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    for (const box of boxes) {
      if (box.type === "radio") box.checked = box.value === value;
      else if (box.type !== "file" && box.type !== "password") box.value = value;
    }
  }
}

// After an answer that was lost the same form stands there again, its request id too, so that what
// is sent once more is answered once. What the server filled in itself is newer.
function bringBack() {
  const sent = sessionStorage.getItem("sent");
  if (document.querySelector("main .told") && sent) {
    sessionStorage.removeItem(sent);
    sessionStorage.removeItem("sent");
  }
  if (!keeps) return;
  const kept = sessionStorage.getItem(key());
  if (kept && "fresh" in form.dataset) fill(JSON.parse(kept));
  else keep();
}

function lost() {
  if (lostAt) return;
  lostAt = new Date();
  keep();
  banner = document.createElement("div");
  banner.className = "no-connection";
  banner.setAttribute("role", "alert");
  banner.innerHTML = "<h2></h2><p></p><p></p>";
  const [what, kept, paper] = banner.children;
  what.textContent = `Nothing is being recorded: no connection since ${wallClock(lostAt)}`;
  kept.textContent = "What you typed is kept on this tablet, passwords excepted. This goes on by itself once the connection is back.";
  paper.textContent = "If the work cannot wait: go on by the printed form of this step, and enter it afterwards as a late entry, with both times and the reason.";
  const print = document.createElement("button");
  print.type = "button";
  print.className = "button";
  print.textContent = "Print this step as a paper form";
  print.addEventListener("click", () => window.print());
  banner.append(print);
  document.body.prepend(banner);
  document.body.classList.add("is-offline");
  for (const button of form?.querySelectorAll("button") ?? []) button.disabled = true;
}

function found() {
  if (!lostAt) return;
  lostAt = null;
  banner.remove();
  document.body.classList.remove("is-offline");
  for (const button of form?.querySelectorAll("button") ?? []) button.disabled = false;
  if (form) delete form.dataset.sent;
}

async function beat() {
  const waited = AbortSignal.timeout(HEARTBEAT_WAIT);
  try {
    const answer = await fetch("/healthz", { cache: "no-store", signal: waited });
    if (answer.ok) found();
    else lost();
  } catch {
    lost();
  }
}

// Asks for the server first: a form is never sent into nothing. An answer that is lost after that
// leaves what was typed, and the request id, in place.
async function send(event) {
  if (event.target !== form || event.submitter?.name === "_again") return;
  if (event.defaultPrevented) return;
  event.preventDefault();
  keep();
  await beat();
  if (lostAt) {
    delete form.dataset.sent;
    return;
  }
  if (keeps) sessionStorage.setItem("sent", key());
  HTMLFormElement.prototype.submit.call(form);
}

// What a step works out follows what is typed, without a press of the button.
let working = null;
async function workOut() {
  const adds = document.getElementById("adds");
  if (!adds || lostAt) return;
  working?.abort();
  working = new AbortController();
  const fields = new FormData(form);
  for (const name of ["_password", "_witness_password"]) fields.delete(name);
  fields.set("_again", "work");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields), credentials: "same-origin", signal: working.signal });
    if (!answer.ok) return;
    const open = [...adds.querySelectorAll("details[open]")].map((details) => details.id);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("adds");
    if (!fresh) return;
    for (const id of open) fresh.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    adds.replaceWith(fresh);
  } catch (error) {
    if (error.name !== "AbortError") beat();
  }
}

addEventListener("offline", lost);
addEventListener("online", beat);
document.addEventListener("submit", send);
bringBack();
if (form) {
  form.addEventListener("input", keep);
  if ("works" in form.dataset) {
    form.addEventListener("change", workOut);
    workOut();
  }
  setInterval(beat, HEARTBEAT);
}
