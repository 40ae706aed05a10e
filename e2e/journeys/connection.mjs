// The connection goes away at the hood: it is said at once, nothing is lost, nothing is doubled.

import assert from "node:assert/strict";
import { test } from "node:test";
import { close, fillForm, makeReady, press, send, sign, signedIn, witness } from "../support/browser.mjs";
import { openStep } from "./recording.mjs";

const TABLET = { viewport: { width: 1024, height: 768 }, hasTouch: true };

/** How often the batch on the page has a record. */
async function records(page) {
  return page.locator(".record").count();
}

export function connection(stage) {
  test("without a connection nothing is recorded, and it is said at once", async () => {
    const page = await signedIn(stage.browser, stage.centre, "technologist", { ...stage.options, ...TABLET });
    await openStep(page);
    const form = page.url();
    await fillForm(page);
    const request = await page.locator("#form [name=_request]").inputValue();
    const number = page.locator("form.sheet input[inputmode=decimal]").first();
    const typed = await number.inputValue();
    await page.context().setOffline(true);
    const banner = page.getByRole("alert").filter({ hasText: "Nothing is being recorded: no connection since" });
    await banner.waitFor();
    assert.equal(await number.inputValue(), typed, "what was typed is still there");
    assert.equal(await page.locator(".send button").isDisabled(), true);
    await page.context().setOffline(false);
    await banner.waitFor({ state: "detached" });
    await page.goto(form);
    assert.equal(await number.inputValue(), typed, "a page opened anew brings it back");
    assert.equal(await page.locator("#form [name=_request]").inputValue(), request, "under the same request id");
    assert.equal(await page.locator("#_witness_password").count() === 0 || await page.locator("#_witness_password").inputValue() === "", true);
    await close(page);
  });

  test("a post whose answer was lost is answered once", async () => {
    const page = await signedIn(stage.browser, stage.centre, "technologist", { ...stage.options, ...TABLET });
    await makeReady(page);
    await openStep(page);
    const form = page.url();
    const batch = form.replace(/\/steps\/.*/, "");
    await page.goto(batch);
    const before = await records(page);
    await page.goto(form);
    await fillForm(page);
    await witness(page, "technologist2");
    await sign(page);
    // The server takes the post; its answer never arrives.
    await page.route(form, async (route) => {
      if (route.request().method() !== "POST" || route.request().postData().includes("_again=")) return route.continue();
      await route.fetch();
      await route.abort("connectionreset");
    });
    await press(page).catch(() => {});
    await page.waitForTimeout(1500);
    await page.unroute(form);
    await page.goto(form);
    await witness(page, "technologist2");
    await sign(page);
    await send(page);
    await page.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
    await page.goto(batch);
    assert.equal(await records(page), before + 1, "once, not twice");
    await close(page);
  });
}
