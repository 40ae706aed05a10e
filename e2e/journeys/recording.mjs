// A step of the batch record: what cannot be read comes back, what can is told with its entry.

import assert from "node:assert/strict";
import { test } from "node:test";
import { close, fillForm, follow, makeReady, send, sign, signedIn, witness } from "../support/browser.mjs";

/** The batch in culture: the first on the board that has one open. */
export async function openStep(page) {
  await page.goto("/board");
  await follow(page.locator(".stage", { hasText: "Culture" }).locator(".card-link").first());
  await follow(page.locator("#doses + .scroll a.identifier").first());
  await follow(page.locator(".step-open a.button").first());
  await page.locator("form.sheet").waitFor();
}

export function recording(stage) {
  test("a step is recorded with its witness after what was wrong is put right", async () => {
    const page = await signedIn(stage.browser, stage.centre, "technologist", stage.options);
    await makeReady(page);
    await openStep(page);
    await fillForm(page);
    const number = page.locator("input[inputmode=decimal]").first();
    const right = await number.inputValue();
    await number.fill("abc");
    await witness(page, "technologist2");
    await sign(page);
    await send(page);
    const problems = page.locator(".problems");
    await problems.waitFor();
    assert.equal(await number.inputValue(), "abc", "what was typed is still there");
    assert.equal(await page.locator("#_witness_password").inputValue(), "", "a password never is");
    await problems.getByRole("link").first().click();
    await number.fill(right);
    await witness(page, "technologist");
    await send(page);
    await page.getByRole("heading", { name: "Refused" }).waitFor();
    await page.getByRole("link", { name: "Correct and send again" }).click();
    assert.equal(await number.inputValue(), right, "nobody types a refused step twice");
    assert.equal(await page.locator("#_witness_password").inputValue(), "");
    await witness(page, "technologist2");
    await send(page);
    await page.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
    await page.getByText(/Entry \d+ of the ledger/).waitFor();
    await follow(page.getByRole("link", { name: "Back to the batch" }));
    await page.getByText(/witnessed by/).first().waitFor();
    await close(page);
  });

  test("a form whose rule is doubted shows where the rule comes from", async () => {
    const page = await signedIn(stage.browser, stage.centre, "physician", stage.options);
    await page.goto(`${stage.centre.atBedside}/doses/1/fitness`);
    const source = page.locator("form.sheet details.source").first();
    await source.locator("summary").click();
    await source.locator(".basis").waitFor();
    await close(page);
  });
}
