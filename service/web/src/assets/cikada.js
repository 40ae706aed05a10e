// What pages can do without, and are nicer with: focus in scan boxes, clocks that tick, lists that
// refresh when the ledger has grown. Every act works when this file is missing.

const MINUTE = 60_000;
// A page nobody touches stops asking, so that the session still ends by itself.
const UNTOUCHED_MAX = 12 * MINUTE;

// The server's clock, carried on by the time this page has been open.
const opened = performance.now();
const serverOpened = Date.parse(document.body.dataset.now ?? "");
let touched = performance.now();

function serverNow() {
  return serverOpened + (performance.now() - opened);
}

// The same words the server writes: "5 h 12 min", "passed 20 min ago".
function span(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return `${minutes} min`;
}

function tick() {
  if (Number.isNaN(serverOpened)) return;
  for (const time of document.querySelectorAll("time[data-clock]")) {
    const left = Date.parse(time.dateTime) - serverNow();
    const words = left < 0 ? `passed ${span(left)} ago` : span(left);
    if (time.textContent !== words) time.textContent = words;
    time.parentElement.classList.toggle("clock-passed", left < 0);
  }
}

// A wedge scanner types the code and presses Enter: go to the next empty scan box, or send.
function onEnter(event) {
  if (event.key !== "Enter" || !event.target.matches("input[data-scan]")) return;
  const boxes = [...event.target.form.querySelectorAll("input[data-scan]")];
  const next = boxes.find((box) => box.value === "" && box !== event.target);
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

function firstFocus() {
  const problem = document.querySelector("[data-focus]");
  const empty = [...document.querySelectorAll("input[data-scan]")].find((box) => box.value === "");
  (problem ?? empty)?.focus({ preventScroll: !problem });
}

// Whatever is typed while nothing has the focus belongs to the scanner.
function onStrayKey(event) {
  const free = document.activeElement === document.body || document.activeElement?.id === "main";
  if (!free || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = [...document.querySelectorAll("input[data-scan]")].find((scan) => scan.value === "");
  box?.focus();
}

// One press sends once: the second of a double tap is not a second request.
function onSubmit(event) {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
}

async function refresh() {
  const focused = document.activeElement?.getAttribute("href");
  const open = [...document.querySelectorAll("details[id][open]")].map((details) => details.id);
  const response = await fetch(location.href, { credentials: "same-origin" });
  if (!response.ok || response.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.querySelector(`main a[href="${CSS.escape(focused)}"]`)?.focus();
}

function listen() {
  let known = null;
  const source = new EventSource("/live");
  source.addEventListener("size", (event) => {
    const isNew = known !== null && known !== event.data;
    known = event.data;
    if (isNew && performance.now() - touched < UNTOUCHED_MAX) refresh();
  });
  // A stream that is refused, and not only interrupted, is one whose session has ended.
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) location.reload();
  });
  setInterval(() => {
    if (performance.now() - touched >= UNTOUCHED_MAX) source.close();
  }, MINUTE);
}

document.addEventListener("keydown", onStrayKey);
document.addEventListener("keydown", onEnter);
document.addEventListener("submit", onSubmit);
for (const act of ["pointerdown", "keydown", "scroll"]) {
  document.addEventListener(act, () => { touched = performance.now(); }, { passive: true });
}
// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
firstFocus();
tick();
setInterval(tick, 1000);
if ("live" in document.body.dataset) listen();
