// A batch from the draw to the harvest, day by day: nothing is begun before what it follows, and
// nothing is harvested before its day.

import assert from "node:assert/strict";
import { test } from "node:test";
import { look } from "../support/accessible.mjs";
import { act, asProposed } from "../support/act.mjs";
import { close, codeOf, fillForm, follow, makeReady, send, sign, signedIn, witness } from "../support/browser.mjs";
import { apart } from "../support/centre.mjs";
import { draw, handed, handoverOf, printed } from "../support/draw.mjs";
import { dayAfter, enrol, open } from "../support/enrol.mjs";

const SECOND = "technologist2";
const PRODUCT = /^product of batch/i;
const PATIENT = { family: "Sample", given: "Kaya", number: "4711-103", protocol: "hepatocellular" };
/** The steps of the day of the draw, in their order. */
const FIRST_DAY = ["receipt", "isolation", "activation"];
/** What is refused on the day of the draw because it is done on a later one. */
const LATER = ["transfer", "harvest"];
/** The other days on which the protocol has steps: how many days pass before each, and what is done. */
const LATER_DAYS = [
  [4, ["transfer", "count"]],
  [2, ["feed"]],
  [4, ["sterility-sample"]],
  [2, ["mycoplasma-sample"]],
];

export function making(stage) {
  test("a batch is made from the draw to the harvest, day by day", () =>
    apart(stage, async (own) => {
      const coordinator = await signedIn(own.browser, own.centre, "coordinator", own.options);
      const treatment = await open(coordinator, PATIENT);
      await enrol(own, treatment, await dayAfter(coordinator, 15));
      await close(coordinator);
      let page = await signedIn(own.browser, own.centre, "technologist", own.options);
      await drawnAndBrought(own, page, treatment);
      const batch = await started(page, treatment);
      await refused(page, `${batch}/steps/isolation`, "step-out-of-order");
      for (const step of FIRST_DAY) await performed(page, own, { treatment, batch, step });
      for (const step of LATER) await refused(page, `${batch}/steps/${step}`, "step-outside-its-days");
      for (const [days, steps] of LATER_DAYS) {
        page = await daysLater(own, page, days);
        for (const step of steps) await performed(page, own, { treatment, batch, step });
      }
      await harvested(page, own, treatment, batch);
      await close(page);
    }));
}

/** Days pass, and whoever comes back signs in anew and reads that this is a sample whose clock was set. */
async function daysLater(stage, page, days) {
  await close(page);
  await stage.centre.ahead(days);
  const next = await signedIn(stage.browser, stage.centre, "technologist", stage.options);
  await next.getByText(`the clock was set ${days} days ahead`).waitFor();
  return next;
}

/** The product is labelled and harvested, and waits in quarantine with its expiry. */
async function harvested(page, stage, treatment, batch) {
  await act(page, `${batch}/product-label`, asProposed);
  await printed(page, treatment, PRODUCT);
  await performed(page, stage, { treatment, batch, step: "harvest", label: PRODUCT });
  const account = await printed(page, treatment, PRODUCT);
  await act(page, account, asProposed);
  await page.goto(treatment);
  assert.equal(await page.locator(".alert", { hasText: "Deviation" }).count(), 0);
  await page.goto("/release");
  const bag = page.locator(".product", { hasText: "quarantine" }).filter({ hasText: PATIENT.given });
  await bag.filter({ hasText: /product expires/ }).first().waitFor();
  await look(page, stage, "making-quarantine");
}

/** The blood is drawn on the ward and taken over in the clean room; no culture begins before. */
async function drawnAndBrought(stage, page, treatment) {
  const nurse = await signedIn(stage.browser, stage.centre, "collection", stage.options);
  const container = await draw(nurse, treatment, 1);
  const identity = await codeOf(nurse, treatment, /wristband/i);
  const path = await handoverOf(nurse, treatment, /^collection/i);
  const scans = { container, identity, from: "ward", to: "clean room" };
  await act(nurse, path, handed(nurse, scans), { second: SECOND });
  await page.goto(treatment);
  await page.locator(".custody", { hasText: "From ward to clean room" }).first().waitFor();
  await close(nurse);
}

/** The line is cleared, what is cleaned for each batch is cleaned, and the batch begins. */
async function started(page, treatment) {
  await makeReady(page);
  const bag = await codeOf(page, treatment, /^collection/i);
  await act(page, `${treatment}/doses/1/batch`, () => page.locator("#donation").fill(bag));
  await page.goto(treatment);
  return page.locator("#doses + .scroll a.identifier").first().getAttribute("href");
}

/** One screen of the batch record: on to the next from the batch. */
async function performed(page, stage, { treatment, batch, step, label }) {
  const bag = await codeOf(page, treatment, label ?? /^collection/i);
  await page.goto(batch);
  await follow(page.locator(`.step-open a.button[href="${batch}/steps/${step}"]`));
  await look(page, stage, `making-${step}`);
  const filled = async () => {
    await fillForm(page);
    const own = page.locator(".field", { hasText: "scan the label of the collection" });
    if (await own.count()) await own.locator("input[data-scan]").fill(bag);
    if (label) await page.locator("#container").fill(bag);
  };
  await act(page, `${batch}/steps/${step}`, filled, { second: SECOND });
}

/** Whoever kept the address of a step cannot do it before its time. */
async function refused(page, path, code) {
  await page.goto(path);
  await fillForm(page);
  if (await page.locator("#container").count()) {
    const treatment = path.match(/^\/treatments\/\w+/)[0];
    const bag = await codeOf(page, treatment, /^collection/i);
    await page.goto(path);
    await fillForm(page);
    await page.locator("#container").fill(bag);
  }
  await witness(page, SECOND);
  await sign(page);
  await send(page);
  await page.getByRole("heading", { name: "Refused" }).waitFor();
  const codes = await page.locator(".reasons .code").allInnerTexts();
  assert.ok(codes.includes(code), `${path}: ${codes}`);
}
