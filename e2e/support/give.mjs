// A dose as it is given: fit today, verified by two, begun, watched and ended.

import { act } from "./act.mjs";
import { choose, close, codeOf, fillForm, signedIn } from "./browser.mjs";

/** The certification of the product made for a dose. */
export async function reviewOf(page, treatment) {
  await page.goto(treatment);
  return page.locator('#doses + .scroll a.identifier[href*="/containers/"]').first().getAttribute("href");
}

/** How many millilitres the bag holds. */
async function volumeOf(page, treatment) {
  await page.goto(await reviewOf(page, treatment));
  return (await page.locator(".page-links").first().innerText()).match(/ in ([\d.]+) mL/)[1];
}

/** Gives a dose whole. */
export async function give(stage, treatment, dose) {
  const nurse = await signedIn(stage.browser, stage.centre, "nurse", stage.options);
  const wristband = await codeOf(nurse, treatment, /wristband/i);
  const bag = await codeOf(nurse, treatment, /^product/i);
  const held = await volumeOf(nurse, treatment);
  const at = `${treatment}/doses/${dose}`;
  const verify = async () => {
    await nurse.locator("#wristband").fill(wristband);
    await nurse.locator("#container").fill(bag);
  };
  const end = async () => {
    await choose(nurse, "outcome", "completed");
    await nurse.locator("#volume").fill(held);
  };
  await act(nurse, `${at}/fitness`);
  await act(nurse, `${at}/bedside`, verify, { second: "nurse2" });
  await act(nurse, `${at}/infusion-start`, () => nurse.locator("#container").fill(bag));
  await act(nurse, `${at}/vital-signs`, fillForm);
  await act(nurse, `${at}/infusion-end`, end);
  await close(nurse);
}
