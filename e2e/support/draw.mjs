// Blood is drawn: its label printed and scanned back, the wristband compared, every label counted.

import { act, asProposed } from "./act.mjs";
import { choose, codeOf, fillForm } from "./browser.mjs";

/** Prints a label as it is known now, scans it back, and gives the address where its copies are counted. */
export async function printed(page, treatment, name, when) {
  await page.goto(treatment);
  const item = page.locator(".labels > li", { has: page.getByRole("heading", { name }) }).first();
  const print = await item.getByRole("link", { name: /^Print/ }).getAttribute("href");
  await act(page, print, asProposed, { when });
  const code = await codeOf(page, treatment, name);
  await act(page, `${print}-scan`, () => page.locator("#container").fill(code), { when });
  return `${print}-account`;
}

/** Draws for a dose and gives what the bag's label says; whoever collects is signed in. */
export async function draw(page, treatment, dose, when) {
  const label = new RegExp(`^collection for dose ${dose}$`, "i");
  await act(page, `${treatment}/doses/${dose}/collection-label`, asProposed, { when });
  const account = await printed(page, treatment, label, when);
  const wristband = await codeOf(page, treatment, /wristband/i);
  const bag = await codeOf(page, treatment, label);
  const drawn = async () => {
    await fillForm(page);
    await page.locator("#wristband").fill(wristband);
    await page.locator("#container").fill(bag);
  };
  await act(page, `${treatment}/doses/${dose}/collection`, drawn, { when });
  await act(page, account, asProposed, { when });
  return bag;
}

/** Where the bag with a label is handed over. */
export async function handoverOf(page, treatment, name) {
  await page.goto(treatment);
  const item = page.locator(".labels > li", { has: page.getByRole("heading", { name }) }).first();
  const print = await item.getByRole("link", { name: /^Print/ }).getAttribute("href");
  return print.replace(/label$/, "custody");
}

/** Fills a handover in: who gives, who takes, and what both scan. */
export function handed(page, { container, identity, from, to }) {
  return async () => {
    await fillForm(page);
    await page.locator("#container").fill(container);
    await page.locator("#identity").fill(identity);
    await choose(page, "from", from);
    await choose(page, "to", to);
    await choose(page, "place", to);
    await page.getByLabel("Temperature read").fill("20");
    await choose(page, "intact", "yes");
  };
}
