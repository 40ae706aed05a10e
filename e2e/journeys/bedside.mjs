// At the bedside: the wrong wristband stops, the right one leads on to the infusion.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { checkAccessible, picturesFolder } from "../support/accessible.mjs";
import { close, codeOf, fillForm, follow, send, sign, signedIn, witness } from "../support/browser.mjs";

async function scan(page, code) {
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
}

/** With scripts the scanner alone goes from box to box; without, the browser asks for the empty box. */
async function verify(stage, page, wristband, bag) {
  if (!stage.options.javaScriptEnabled) await page.locator("input[data-scan]").first().focus();
  await scan(page, wristband);
  if (!stage.options.javaScriptEnabled) await page.locator("input[data-scan]").nth(1).focus();
  await page.keyboard.type(bag);
  assert.equal(await page.locator("input[data-scan]").nth(1).inputValue(), bag);
  await witness(page, "nurse2");
  await send(page);
}

/** The answer fills the screen and stands every check, on a wide screen and on a tablet. */
async function checkAnswer(stage, page, name) {
  // The checker itself is a script.
  if (!stage.options.javaScriptEnabled) return;
  for (const [width, height] of [[820, 1180], [1366, 900]]) {
    await page.setViewportSize({ width, height });
    await checkAccessible(page, `${name} ${width}`);
    const filled = await page.evaluate(() => document.body.getBoundingClientRect().height >= innerHeight);
    assert.ok(filled, `${name} fills the screen`);
    await page.screenshot({ path: join(await picturesFolder(), `${name}-${width}.png`), fullPage: true });
  }
}

export function bedside(stage) {
  test("a wrong wristband stops and the right one is verified", async () => {
    const { atBedside } = stage.centre;
    const page = await signedIn(stage.browser, stage.centre, "nurse", stage.options);
    const wristband = await codeOf(page, atBedside, "Wristband");
    const bag = await codeOf(page, atBedside, /Product/);
    await page.goto("/board");
    const other = await page.locator(`.card-link:not([href="${atBedside}"])`).last().getAttribute("href");
    const foreign = await codeOf(page, other, "Wristband");

    await page.goto(`${atBedside}/doses/1/fitness`);
    await fillForm(page);
    await send(page);
    await page.getByRole("heading", { name: "Recorded", exact: true }).waitFor();

    await page.goto(`${atBedside}/doses/1/bedside`);
    await verify(stage, page, foreign, bag);
    await page.getByRole("heading", { name: "Stop" }).waitFor();
    await checkAnswer(stage, page, "stop");
    await page.getByText("Do not give this bag").waitFor();
    assert.ok(await page.locator(".answer-reasons code").count(), "each reason has its code");

    await page.getByRole("link", { name: "Scan again" }).click();
    assert.equal(await page.locator("input[data-scan]").first().inputValue(), "", "what was refused is scanned anew");
    await verify(stage, page, "\u0007not a label", bag);
    await page.getByRole("alert").first().waitFor();
    assert.equal(await page.getByRole("heading", { name: "Verified" }).count(), 0);

    await page.goto(`${atBedside}/doses/1/bedside`);
    await verify(stage, page, wristband, bag);
    await page.getByRole("heading", { name: "Verified" }).waitFor();
    await checkAnswer(stage, page, "verified");
    await follow(page.getByRole("link", { name: "Back to the bedside" }));
    await page.getByRole("link", { name: "Verify again" }).waitFor();
    assert.equal(await page.locator("input[data-scan]").count(), 2, "a verification can be done again");
    await follow(page.getByRole("link", { name: "Start the infusion" }));
    await page.locator("input[data-scan]").fill(bag);
    await sign(page);
    await send(page);
    await page.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
    await follow(page.getByRole("link", { name: "Back to the bedside" }));
    await follow(page.getByRole("link", { name: "Record vital signs" }).first());
    await fillForm(page);
    await send(page);
    await page.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
    await page.goto(`${atBedside}/ledger`);
    await page.getByRole("heading", { name: "Verified" }).waitFor();
    await close(page);
  });
}
