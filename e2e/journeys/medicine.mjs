// A medicine that is withdrawn here: the exception, a dose ordered in its unit, prepared, released
// and given.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { checkAccessible, picturesFolder } from "../support/accessible.mjs";
import { approveAll, reviewRecord } from "../support/approve.mjs";
import { choose, close, codeOf, fillForm, follow, send, sign, signedIn, witness } from "../support/browser.mjs";

const PATIENT = {
  "Family name": "Sample",
  "Given name": "Ida",
  "Date of birth": "1964-02-29",
  "Hospital number": "4711-101",
};
const SCREENS = [
  ["wide", { width: 1366, height: 900 }],
  ["tablet", { width: 834, height: 1112 }],
];

export function medicine(stage) {
  test("a medicine is opened by exception, ordered in its unit and given", async () => {
    const physician = await signedIn(stage.browser, stage.centre, "physician", stage.options);
    const treatment = await open(physician, stage);
    await evaluate(physician, treatment, stage);
    await exception(physician, treatment, stage);
    await enrol(physician, treatment, stage);
    const ordered = await order(physician, treatment, stage);
    await prepare(stage, treatment, ordered);
    await release(stage, treatment);
    await handOver(stage, treatment);
    await give(stage, treatment);
    await look(stage, physician, "treatment-given", treatment);
    await close(physician);
  });
}

/** A picture of the page on each screen in each colour scheme, and its checks. */
async function look(stage, page, name, path) {
  if (path) await page.goto(path);
  if (stage.options.javaScriptEnabled === false) return;
  const folder = await picturesFolder();
  for (const [screen, size] of SCREENS) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `medicine-${name}-${screen}-${colorScheme}.png`), fullPage: true });
      await checkAccessible(page, `medicine: ${name}, ${screen}, ${colorScheme}`);
    }
  }
  await page.setViewportSize(SCREENS[0][1]);
  await page.emulateMedia({ colorScheme: "light" });
  await saysNothingOfCells(page, name);
}

/** Nobody who gives a medicine reads of what is only done with cells. */
async function saysNothingOfCells(page, name) {
  const main = page.locator("main");
  const said = (await main.innerText()).replaceAll(/hairy cell/gi, "");
  assert.doesNotMatch(said, /\b(culture|cells|collection|autologous)\b/i, name);
}

async function open(page, stage) {
  await page.goto("/treatments/new");
  const group = page.locator("optgroup", { hasText: "hairy cell" });
  assert.match(await group.getAttribute("label"), /exception/);
  const option = group.locator("option", { hasText: "hairy cell" });
  assert.match(await option.innerText(), /withdrawn in IT/);
  for (const [label, value] of Object.entries(PATIENT)) await page.getByLabel(label).fill(value);
  await page.getByLabel("Protocol").selectOption(await option.getAttribute("value"));
  await follow(page.getByRole("button", { name: "Open the treatment" }));
  await page.getByText("Not available").first().waitFor();
  await look(stage, page, "treatment-opened");
  return new URL(page.url()).pathname;
}

/** The act was recorded; if not, the journey tells what the page says. */
async function taken(page) {
  await page.waitForLoadState();
  const heading = await page.locator("h1").first().innerText();
  assert.equal(heading, "Recorded", await page.locator("main").innerText());
}

async function recorded(page, path, before = async () => {}) {
  await page.goto(path);
  await before();
  await sign(page);
  await send(page);
  await taken(page);
}

async function evaluate(page, treatment, stage) {
  await recorded(page, `${treatment}/evaluation`, async () => {
    await look(stage, page, "evaluation");
    await fillForm(page);
  });
}

async function enrol(page, treatment, stage) {
  await recorded(page, `${treatment}/eligibility`);
  await page.goto(`${treatment}/consent`);
  const consents = await page.locator('input[name="consent"]').count();
  for (let index = 0; index < consents; index += 1) {
    await recorded(page, `${treatment}/consent`, async () => {
      await page.locator('input[name="consent"]').nth(index).check();
      await page.getByLabel("given", { exact: true }).check();
      await page.getByLabel("Version of the signed document").fill("1.0");
    });
  }
  await recorded(page, `${treatment}/plan`, async () => {
    await look(stage, page, "plan");
    await page.getByLabel("Day of the first dose").fill("2026-03-16");
  });
}

/** Nobody is found eligible before the exception; a physician signs it before another. */
async function exception(page, treatment, stage) {
  await page.goto(`${treatment}/eligibility`);
  await sign(page);
  await send(page);
  await page.getByRole("heading", { name: "Refused" }).waitFor();
  await page.locator(".reasons .code", { hasText: "not-available-here" }).waitFor();

  await page.goto(treatment);
  await follow(page.getByRole("link", { name: "Record the exception" }));
  await look(stage, page, "exception");
  await page.getByLabel(/Why, sealed/).fill("No purine analogue can be given; imported for this patient.");
  await witness(page, "physician2");
  await sign(page);
  await send(page);
  await taken(page);
}

/** The amount of the dose worked out; an order in milligrams is refused and says what to write. */
async function order(page, treatment, stage) {
  await page.goto(`${treatment}/doses/1/order`);
  await page.locator(".working li").first().waitFor();
  await look(stage, page, "order");
  const limit = await page.locator("#amount-limit").innerText();
  const exact = limit.match(/exactly (\d+(?:\.\d+)?) (\S+)/);
  for (const [amount, sentence] of [
    ["0.02 mg", /as a mass/],
    ["4 U", /bare unit/],
  ]) {
    await page.goto(`${treatment}/doses/1/order`);
    await page.getByLabel("Amount and unit").fill(amount);
    await sign(page);
    await send(page);
    await page.getByText(sentence).first().waitFor();
    await look(stage, page, `order-in-${amount.split(" ")[1]}`);
  }
  await recorded(page, `${treatment}/doses/1/order`, async () => {
    await page.getByLabel("Amount and unit").fill(`${exact[1]} ${exact[2]}`);
  });
  await look(stage, page, "treatment-ordered", treatment);
  return exact[1];
}

/** Prints the label as it is known now, scans it back, and gives the address where it is counted. */
async function printed(stage, page, treatment, name) {
  await page.goto(treatment);
  const item = page.locator(".labels > li", { has: page.getByRole("heading", { name }) }).first();
  const print = await item.getByRole("link", { name: /^Print/ }).getAttribute("href");
  await recorded(page, print, () => look(stage, page, "label"));
  const code = await codeOf(page, treatment, name);
  await recorded(page, `${print}-scan`, () => page.locator("#container").fill(code));
  return `${print}-account`;
}

async function prepare(stage, treatment, ordered) {
  const page = await signedIn(stage.browser, stage.centre, "technologist", stage.options);
  await recorded(page, `${treatment}/doses/1/batch`, () => look(stage, page, "preparation-start"));
  for (;;) {
    await page.goto(treatment);
    await follow(page.locator("#doses + .scroll a.identifier").first());
    const batch = new URL(page.url()).pathname;
    const next = page.locator(".step-open a.button");
    if (!(await next.count())) {
      await look(stage, page, "preparation");
      const account = await printed(stage, page, treatment, /product of preparation/i);
      await recorded(page, account);
      break;
    }
    const step = await next.first().getAttribute("href");
    await page.goto(step);
    if (await page.locator("#container").count()) {
      if (!(await page.goto(treatment).then(() => page.getByText("product of preparation").count()))) {
        await recorded(page, `${batch}/product-label`);
        await printed(stage, page, treatment, /product of preparation/i);
      }
      const code = await codeOf(page, treatment, /product of preparation/i);
      await page.goto(step);
      await look(stage, page, "fill");
      await fillForm(page);
      await page.locator('[id="value.amount"]').fill(ordered);
      await page.locator("#container").fill(code);
    } else {
      await fillForm(page);
    }
    await witness(page, "technologist2");
    await sign(page);
    await send(page);
    await taken(page);
  }
  await close(page);
}

async function release(stage, treatment) {
  const analyst = await signedIn(stage.browser, stage.centre, "analyst", stage.options);
  await analyst.goto(treatment);
  await follow(analyst.locator('#doses + .scroll a.identifier[href*="containers"]').first());
  const review = new URL(analyst.url()).pathname;
  for (;;) {
    await analyst.goto(review);
    const missing = analyst.locator(".unmet a", { hasText: "Enter the result" });
    if (!(await missing.count())) break;
    await recorded(analyst, await missing.first().getAttribute("href"), () => fillForm(analyst));
  }
  await close(analyst);
  await approveAll(stage, review);
  const qp = await signedIn(stage.browser, stage.centre, "qp", stage.options);
  await look(stage, qp, "release", review);
  await reviewRecord(qp, review);
  await qp.goto(review);
  await follow(qp.locator(".decisions a", { hasText: "Release" }));
  await sign(qp);
  await send(qp);
  await taken(qp);
  await close(qp);
}

/** From the room of preparation to the ward: whoever gives signs, and whoever takes. */
async function handOver(stage, treatment) {
  const page = await signedIn(stage.browser, stage.centre, "technologist", stage.options);
  const wristband = await codeOf(page, treatment, /wristband/i);
  const label = await codeOf(page, treatment, /product of preparation/i);
  await page.goto(treatment);
  await recorded(page, await page.locator('a[href$="/custody"]').first().getAttribute("href"), async () => {
    await look(stage, page, "custody");
    await fillForm(page);
    await page.locator("#container").fill(label);
    await page.locator("#identity").fill(wristband);
    await choose(page, "from", "clean room");
    await choose(page, "to", "ward");
    await choose(page, "place", "ward");
    await choose(page, "intact", "yes");
    await witness(page, "nurse2");
  });
  await close(page);
}

async function give(stage, treatment) {
  const nurse = await signedIn(stage.browser, stage.centre, "nurse", stage.options);
  const dose = `${treatment}/doses/1`;
  const wristband = await codeOf(nurse, treatment, /wristband/i);
  const label = await codeOf(nurse, treatment, /product of preparation/i);
  await recorded(nurse, `${dose}/fitness`, async () => {
    await look(stage, nurse, "fitness");
    await fillForm(nurse);
  });
  await look(stage, nurse, "bedside", `${dose}/bedside`);
  await nurse.locator("#wristband").fill(wristband);
  await nurse.locator("#container").fill(label);
  await witness(nurse, "nurse2");
  await send(nurse);
  await nurse.getByRole("heading", { name: "Verified" }).waitFor();
  await look(stage, nurse, "verified");
  await recorded(nurse, `${dose}/infusion-start`, async () => {
    await look(stage, nurse, "give");
    await nurse.locator("#container").fill(label);
  });
  await recorded(nurse, `${dose}/vital-signs`, () => fillForm(nurse));
  await look(stage, nurse, "adverse-event", `${treatment}/adverse-event`);
  await look(stage, nurse, "end", `${dose}/infusion-end`);
  await close(nurse);
}
