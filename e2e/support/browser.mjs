// A browser as a person uses it: signing in, filling whatever a form asks, scanning what labels say.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { PASSWORD } from "./centre.mjs";

/** The room in which the sample works. */
const ROOM = "CLEAN-ROOM-1";

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
}

/** A page of a fresh browser in which nobody is signed in. Complaints of the browser fail the journey. */
export async function openPage(browser, centre, options = {}) {
  const context = await browser.newContext({
    baseURL: centre.base,
    viewport: { width: 1366, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => {
    const isStatus = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isStatus) page.complaints.push(message.text());
  });
  return page;
}

export async function signIn(page, name) {
  await page.goto("/sign-in");
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await follow(page.getByRole("button", { name: "Sign in" }));
  await page.getByRole("heading", { name: "Today" }).waitFor();
}

export async function signedIn(browser, centre, name, options) {
  const page = await openPage(browser, centre, options);
  await signIn(page, name);
  return page;
}

export async function close(page) {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

/** Fills every field of the form on the page with a value that meets what is expected. */
export async function fillForm(page) {
  for (const field of await page.locator("form.sheet .field:not(.proof .field):not(.late .field)").all()) {
    const expected = await expectedOf(field);
    const radio = field.locator(".choice");
    if (await radio.count()) {
      const wanted = radio.filter({ hasText: new RegExp(`^\\s*${escape(expected)}\\s*$`, "i") });
      await ((await wanted.count()) ? wanted : radio).first().locator("input").check();
    } else if (await field.locator("select").count()) {
      await field.locator("select").selectOption({ index: 1 });
    } else if (await field.locator("input[type=date]").count()) {
      await field.locator("input").fill("2027-01-31");
    } else if (await field.locator("input[inputmode=decimal]").count()) {
      await field.locator("input").fill(meeting(expected));
    } else if (await scannedHere(field)) {
      await field.locator("input[data-scan]").fill(await scannedHere(field));
    } else if (await field.locator("input.line[required]").count()) {
      const amount = (await helpOf(field)).match(/such as (\S+ \S+)/);
      await field.locator("input").fill(amount ? amount[1] : "LOT-4711");
    }
  }
  await enterWorkedOut(page);
}

/** Enters beside each lot the volume that the page works out, as a person reads it off. */
async function enterWorkedOut(page) {
  const workOut = page.locator("#adds .work-out");
  if (!(await workOut.count())) return;
  await follow(workOut);
  for (const line of await page.locator("#adds .add").all()) {
    const volume = line.locator(".add-volume");
    if (!(await volume.count())) continue;
    const what = await line.locator(".add-what").innerText();
    const label = what.replace(await line.locator(".add-what .quiet-text").innerText(), "").trim();
    const field = page.locator(".field", { hasText: `${label}: volume added` });
    if (!(await field.count())) continue;
    const [, number, unit] = (await volume.innerText()).match(/([\d.]+) (\S+)/);
    const isMicro = (of) => /^[u\u00b5]/.test(of);
    const entered = isMicro(await field.locator(".unit").innerText());
    const scale = isMicro(unit) === entered ? 1 : entered ? 1000 : 0.001;
    await field.locator("input").fill(plain(Number(number) * scale));
  }
}

const helpOf = async (field) =>
  (await field.locator(".help").count()) ? field.locator(".help").first().innerText() : "";

/** What a form says may be scanned in a field: a lot, a piece of equipment, the room. */
async function scannedHere(field) {
  if (!(await field.locator("input[data-scan]").count())) return undefined;
  const help = await helpOf(field);
  if (/at its door/.test(help)) return ROOM;
  return (help.match(/^(\S+): .* there, until/) ?? help.match(/ is (\S+?)(;|$)/))?.[1];
}

async function expectedOf(field) {
  const limit = field.locator(".rule .limit");
  if (!(await limit.count())) return "";
  // The centre's own limit stands below the label's, and what meets it meets both.
  return (await limit.last().innerText()).replace(/^(Expected|Label|Centre):\s*/, "").trim();
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A number as a person writes it. */
const plain = (number) => String(Number(number.toPrecision(6)));

/** A number that meets a limit told in words. */
function meeting(expected) {
  // The power of ten of a unit is none of the limits: "0.5 10*6 cells/mL to 3 10*6 cells/mL".
  const limits = expected.replace(/\b10\*\d+/g, "");
  const numbers = (limits.match(/\d+(\.\d+)?(e\d+)?/g) ?? ["1"]).map(Number);
  if (/ to /.test(expected)) return plain((numbers[0] + numbers[1]) / 2);
  if (/at most|below/.test(expected)) return plain(numbers[0] * 0.95);
  return plain(numbers[0] * 1.05);
}

/** Answers a field that offers choices, as buttons or as a list, by the code of the answer. */
export async function choose(page, name, code) {
  const list = page.locator(`select[name="${name}"]`);
  if (await list.count()) await list.selectOption(code);
  else await page.locator(`input[name="${name}"][value="${code}"]`).check();
}

/** Proves the second person, where the form asks for one. */
export async function witness(page, name) {
  if (!(await page.locator("#_witness").count())) return;
  await page.locator("#_witness").fill(name);
  await page.locator("#_witness_password").fill(PASSWORD);
}

/** Clears the line and cleans, before another batch is worked on. */
export async function makeReady(page) {
  const acts = [`/facility/rooms/${ROOM}/clearance`];
  await page.goto("/equipment");
  for (const clean of await page.getByRole("link", { name: /^Clean / }).all()) {
    acts.push(await clean.getAttribute("href"));
  }
  for (const act of acts) {
    await page.goto(act);
    await fillForm(page);
    await witness(page, "technologist2");
    await sign(page);
    await send(page);
    await page.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
  }
}

/** Signs, where the form asks for it. */
export async function sign(page) {
  const box = page.locator("#_password");
  if (await box.count()) await box.fill(PASSWORD);
}

export const press = (page) => page.locator("form.sheet .send button").click();

/**
 * Follows a link or presses a button, and waits for the page it leads to. A click alone is over before
 * the next page is there: a page with a script asks first whether there is a connection.
 */
export async function follow(control) {
  await Promise.all([control.page().waitForEvent("domcontentloaded"), control.click()]);
}

/** How often a person presses the button anew once a lost connection is back. */
const PRESSES = 3;
/** An answer may take long on a busy machine; who presses twice meanwhile meets the next page. */
const PATIENCE = { timeout: 60_000 };

/**
 * Sends the form and waits for its answer. The page asks first whether there is a connection; if none
 * was found in time it says so and sends nothing, and one presses again once it is back.
 */
export async function send(page) {
  const lost = page.locator(".no-connection");
  for (let time = 0; time < PRESSES; time += 1) {
    await lost.waitFor({ state: "detached" });
    const answered = page.waitForEvent("domcontentloaded", PATIENCE).then(() => true);
    const unsent = lost.waitFor(PATIENCE).then(() => false);
    const [isAnswered] = await Promise.all([Promise.any([answered, unsent]), press(page)]);
    if (isAnswered) return;
  }
  throw new Error(`no connection on ${page.url()}`);
}

/** What the scanner reads on a label of a treatment. */
export async function codeOf(page, treatment, label) {
  await page.goto(treatment);
  const item = page.locator(".labels > li", { has: page.getByRole("heading", { name: label }) });
  return (await item.first().locator("code").innerText()).trim();
}
