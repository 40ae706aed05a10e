// A lot of a cytokine is recalled: who got of it is one action away, and nothing made with it is given any more.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { checkAccessible, picturesFolder } from "../support/accessible.mjs";
import { choose, close, codeOf, fillForm, follow, send, sign, signedIn, witness } from "../support/browser.mjs";
import { apart } from "../support/centre.mjs";

export function recallLot(stage) {
  test("a recalled lot stops every bag made with it", () =>
    apart(stage, async (own) => {
      const { atBedside } = own.centre;
      const qp = await signedIn(own.browser, own.centre, "qp", own.options);
      const lot = await lotOf(qp, atBedside);
      const batch = await patientsOf(qp, lot, atBedside);
      await refusedToNurse(own, lot);
      await recall(qp, lot);
      await alerted(own, lot, batch);
      await stoppedAtBedside(own, lot);
      await close(qp);
    }));
}

/** A lot of interleukin in the store that went into the bag that waits, found from the wristband. */
async function lotOf(page, treatment) {
  const wristband = await codeOf(page, treatment, "Wristband");
  await follow(page.getByRole("link", { name: "Genealogy" }));
  await page.getByLabel("Scan or type anything").fill(wristband);
  await follow(page.getByRole("button", { name: "Trace" }));
  const lots = page.locator("details.kind", { has: page.locator("summary", { hasText: /^Lots/ }) });
  const numbers = await lots.first().locator("tbody th").allTextContents();
  await follow(page.getByRole("link", { name: "Materials", exact: true }));
  for (const row of await page.locator("tbody tr", { hasText: "interleukin 2" }).all()) {
    const number = (await row.locator("a.identifier").textContent()).trim();
    if (numbers.some((known) => known.trim() === number)) return number;
  }
  throw new Error(`no lot of interleukin among ${numbers}`);
}

/** From the lot's own page, in one action: patients with whom to call, and what was not given yet. */
async function patientsOf(page, lot, treatment) {
  await page.goto(`/materials/${lot}`);
  await follow(page.getByRole("link", { name: "Patients and whom to call" }));
  await page.getByRole("heading", { name: new RegExp(`Lot ${lot}`) }).waitFor();
  const patients = page.getByRole("group", { name: "Patients and whom to call" });
  const row = patients.locator("tr", { has: page.locator(`a[href="${treatment}"]`) });
  await row.getByText(/confirmed the plan/).first().waitFor();
  assert.ok((await patients.locator("tbody tr").count()) > 1, "it went into more than one treatment");
  await page.getByText(/[1-9]\d* on the shelf/).first().waitFor();
  await page.goto(treatment);
  return (await page.locator('a.identifier[href*="/batches/"]').first().textContent()).trim();
}

async function refusedToNurse(stage, lot) {
  const nurse = await signedIn(stage.browser, stage.centre, "nurse", stage.options);
  await nurse.goto(`/facility/lots/${lot}/recall`);
  await choose(nurse, "why", "supplier-notice");
  await sign(nurse);
  await send(nurse);
  await nurse.locator(".problems", { hasText: "may not do this" }).waitFor();
  await close(nurse);
}

async function recall(page, lot) {
  await page.goto(`/materials/${lot}`);
  await follow(page.getByRole("link", { name: "Recall", exact: true }));
  await choose(page, "why", "supplier-notice");
  await sign(page);
  await send(page);
  await page.getByRole("heading", { name: "Recorded" }).waitFor();
  await follow(page.getByRole("link", { name: "Back to the lot" }));
  await page.locator(".state", { hasText: "Recalled" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Recall", exact: true }).count(), 0);
}

/** The board and the treatment say it, with the batch. */
async function alerted(stage, lot, batch) {
  const physician = await signedIn(stage.browser, stage.centre, "physician", stage.options);
  const words = new RegExp(`Batch ${batch}: lot ${lot} of interleukin-2 was recalled .*put it aside`);
  await physician.goto("/board");
  const link = physician.locator(`.card-link[href="${stage.centre.atBedside}"]`);
  await physician.locator(".card", { has: link }).getByText(words).first().waitFor();
  await physician.goto(stage.centre.atBedside);
  await physician.locator(".alert", { hasText: words }).first().waitFor();
  if (stage.options.javaScriptEnabled) {
    await physician.screenshot({ path: join(await picturesFolder(), "recalled-treatment.png"), fullPage: true });
    await checkAccessible(physician, "a treatment with a recalled lot");
  }
  await close(physician);
}

async function stoppedAtBedside(stage, lot) {
  const { atBedside } = stage.centre;
  const nurse = await signedIn(stage.browser, stage.centre, "nurse", stage.options);
  const wristband = await codeOf(nurse, atBedside, "Wristband");
  const bag = await codeOf(nurse, atBedside, /Product/);
  await nurse.goto(`${atBedside}/doses/1/fitness`);
  await fillForm(nurse);
  await send(nurse);
  await nurse.goto(`${atBedside}/doses/1/bedside`);
  await nurse.locator("#wristband").fill(wristband);
  await nurse.locator("#container").fill(bag);
  await witness(nurse, "nurse2");
  await send(nurse);
  await nurse.getByRole("heading", { name: "Stop" }).waitFor();
  const codes = await nurse.locator(".answer-reasons code").allTextContents();
  assert.deepEqual([...new Set(codes)], ["lot-recalled"]);
  await nurse.locator(".answer-reasons", { hasText: lot }).waitFor();
  await close(nurse);
}
