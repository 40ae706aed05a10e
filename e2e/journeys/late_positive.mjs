// Growth in the sterility culture after the infusion: physician and qualified person are told at once,
// no further dose is given, and how long it took them to see it is kept.

import assert from "node:assert/strict";
import { test } from "node:test";
import { look } from "../support/accessible.mjs";
import { act } from "../support/act.mjs";
import { close, codeOf, follow, send, sign, signedIn, witness } from "../support/browser.mjs";
import { apart } from "../support/centre.mjs";
import { give, reviewOf } from "../support/give.mjs";

const ALERT = /sterility is .*, asked for .*; the product was given/;

const HELD = /All dosing is on hold/;

export function latePositive(stage) {
  test("growth after the infusion alerts both, holds the dosing and is answered", () =>
    apart(stage, async (own) => {
      const treatment = own.centre.atBedside;
      await give(own, treatment, 1);
      const physician = await signedIn(own.browser, own.centre, "physician", own.options);
      const qp = await signedIn(own.browser, own.centre, "qp", own.options);
      await physician.goto("/board");
      assert.equal(await physician.getByText(ALERT).count(), 0);
      const review = await reviewOf(physician, treatment);
      await grown(own, review);

      for (const page of [physician, qp]) await told(page, own);
      await notLifted(physician, treatment, "alert-not-seen");
      await seen(physician, own, treatment);
      await notLifted(physician, treatment, "alert-not-seen");
      await seen(qp, own, treatment);
      await acknowledged(own, qp, review);
      await heldUntilLifted(own, physician, treatment);
      await close(physician);
      await close(qp);
    }));
}

/** Quality control records growth where the result is awaited. */
async function grown(stage, review) {
  const analyst = await signedIn(stage.browser, stage.centre, "analyst", stage.options);
  await analyst.goto(review);
  await analyst.locator("summary", { hasText: "All results" }).click();
  const row = analyst.locator("tr", { hasText: "Sterility culture of the final product" });
  const form = await row.getByRole("link", { name: /^Enter/ }).getAttribute("href");
  await act(analyst, form, () => analyst.locator(".choice", { hasText: "anything else" }).locator("input").check());
  await close(analyst);
}

/** The board and the list of the day say it; nobody has to open the treatment. */
async function told(page, stage) {
  await page.goto("/board");
  const link = page.locator(`.card-link[href="${stage.centre.atBedside}"]`);
  const card = page.locator(".card", { has: link });
  await card.getByText(ALERT).waitFor();
  await card.getByText(/on hold/).first().waitFor();
  await page.goto("/today");
  await page.locator(".due-late", { hasText: "See the alert" }).first().waitFor();
}

async function notLifted(physician, treatment, code) {
  await physician.goto(`${treatment}/hold-lift`);
  await sign(physician);
  await send(physician);
  await physician.locator(".reasons .code", { hasText: code }).first().waitFor();
}

/** From the list of the day to the signature: one link. */
async function seen(page, stage, treatment) {
  await page.goto("/today");
  await follow(page.locator(`.due-link[href^="${treatment}/"]`, { hasText: "See the alert" }).first());
  await page.getByRole("heading", { name: /^Alert: sterility/ }).waitFor();
  await look(page, stage, "alert");
  await sign(page);
  await send(page);
  await page.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
}

/** Who has seen it, and how long that took. */
async function acknowledged(stage, page, review) {
  await page.goto(review);
  const late = page.getByRole("region", { name: /Results after the release/ });
  await late.getByText("Failed", { exact: true }).waitFor();
  await late.getByText(/Seen by the physician after \d+ min: Pia Sample/).waitFor();
  await late.getByText(/Seen by the qualified person after \d+ min: Quentin Sample/).waitFor();
  await look(page, stage, "late-positive");
}

/** The next dose is refused until a physician has lifted the hold. */
async function heldUntilLifted(stage, physician, treatment) {
  await physician.goto(treatment);
  await physician.locator(".alert", { hasText: HELD }).waitFor();
  const nurse = await signedIn(stage.browser, stage.centre, "nurse", stage.options);
  assert.ok((await refusals(nurse, treatment, 2)).includes("treatment-on-hold"));
  await act(physician, `${treatment}/hold-lift`, async () => {});
  await physician.goto(treatment);
  assert.equal(await physician.locator(".alert", { hasText: HELD }).count(), 0);
  assert.ok(!(await refusals(nurse, treatment, 2)).includes("treatment-on-hold"));
  await close(nurse);
}

/** What stands against a dose at the bedside, by code. */
async function refusals(nurse, treatment, dose) {
  const wristband = await codeOf(nurse, treatment, /wristband/i);
  const bag = await codeOf(nurse, treatment, /^product/i);
  await nurse.goto(`${treatment}/doses/${dose}/bedside`);
  await nurse.locator("#wristband").fill(wristband);
  await nurse.locator("#container").fill(bag);
  await witness(nurse, "nurse2");
  await send(nurse);
  await nurse.getByRole("heading", { name: "Stop" }).waitFor();
  return nurse.locator(".answer-reasons code").allTextContents();
}
