// A recall: from one scan to every batch, product and patient, and whom to call.

import assert from "node:assert/strict";
import { test } from "node:test";
import { close, codeOf, follow, signedIn } from "../support/browser.mjs";

/** Scans or types into the one box and waits for the answer. */
async function trace(page, text) {
  await follow(page.getByRole("link", { name: "Genealogy" }));
  await page.getByLabel("Scan or type anything").fill(text);
  await follow(page.getByRole("button", { name: "Trace" }));
  await page.getByRole("heading", { name: "Patients and whom to call" }).waitFor();
}

/** The first thing of a kind in the answer; its part is opened if it is folded. */
async function firstOf(page, kind) {
  const group = page.locator("details.kind", { has: page.locator("summary", { hasText: kind }) }).first();
  if (!(await group.evaluate((details) => details.open))) await group.locator("summary").click();
  return group.locator("tbody th a").first();
}

export function recall(stage) {
  test("a wristband leads to its lots, and a lot to its products and patients", async () => {
    const qp = await signedIn(stage.browser, stage.centre, "qp", stage.options);
    const wristband = await codeOf(qp, stage.centre.atBedside, "Wristband");
    await trace(qp, wristband);
    // What was typed is in no address: it may be a patient's number.
    assert.match(new URL(qp.url()).pathname, /^\/genealogy\/patient\/P-\d+$/);
    const patient = new URL(qp.url()).pathname.split("/").pop();
    const lot = await firstOf(qp, "Lots");
    const number = await lot.textContent();
    await follow(lot);
    await qp.getByRole("heading", { name: new RegExp(number.trim()) }).waitFor();
    const patients = qp.getByRole("group", { name: "Patients and whom to call" });
    await patients.getByText(patient, { exact: true }).waitFor();
    await patients.getByText(/confirmed the plan/).first().waitFor();
    await (await firstOf(qp, "Containers")).waitFor();
    await qp.getByText(/on the shelf/).first().waitFor();
    await close(qp);
  });

  test("a code that nobody knows is said to be unknown", async () => {
    const nurse = await signedIn(stage.browser, stage.centre, "nurse", stage.options);
    await follow(nurse.getByRole("link", { name: "Genealogy" }));
    await nurse.getByLabel("Scan or type anything").fill("LOT-OF-NOBODY");
    await follow(nurse.getByRole("button", { name: "Trace" }));
    await nurse.getByText(/Nothing here has this code or number/).waitFor();
    await close(nurse);
  });
}
