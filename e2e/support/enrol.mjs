// A patient's way into a treatment: evaluation, eligibility, every consent, the plan.

import assert from "node:assert/strict";
import { act, asProposed } from "./act.mjs";
import { close, follow, signedIn } from "./browser.mjs";

/** Opens a treatment and gives its address. */
export async function open(page, { family, given, number, protocol }) {
  await page.goto("/treatments/new");
  await page.getByLabel("Family name").fill(family);
  await page.getByLabel("Given name").fill(given);
  await page.getByLabel("Date of birth").fill("1961-05-04");
  await page.getByLabel("Hospital number").fill(number);
  const option = page.getByLabel("Protocol").locator("option", { hasText: protocol });
  await page.getByLabel("Protocol").selectOption(await option.first().getAttribute("value"));
  await follow(page.getByRole("button", { name: "Open the treatment" }));
  await page.getByRole("heading", { name: "Treatment" }).waitFor();
  const treatment = new URL(page.url()).pathname;
  assert.match(treatment, /^\/treatments\/CH\w+$/);
  return treatment;
}

/** Up to the plan whose first dose is on a day. `when` tells when it happened, if not now. */
export async function enrol(stage, treatment, firstDose, when) {
  const physician = await signedIn(stage.browser, stage.centre, "physician", stage.options);
  await act(physician, `${treatment}/evaluation`, undefined, { when });
  await act(physician, `${treatment}/eligibility`, asProposed, { when });
  await physician.goto(`${treatment}/consent`);
  const consents = await physician.locator('input[name="consent"]').count();
  for (let index = 0; index < consents; index += 1) {
    const given = async () => {
      await physician.locator('input[name="consent"]').nth(index).check();
      await physician.getByLabel("given", { exact: true }).check();
      await physician.getByLabel("Version of the signed document").fill("1.0");
    };
    await act(physician, `${treatment}/consent`, given, { when });
  }
  const planned = () => physician.locator("form.sheet .field:not(.late .field) input[type=date]").fill(firstDose);
  await act(physician, `${treatment}/plan`, planned, { when });
  await close(physician);
}

/** The day so many days after today, by the centre's clock. */
export async function dayAfter(page, days) {
  const now = new Date(await page.locator("body").getAttribute("data-now"));
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
