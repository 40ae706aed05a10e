// One act: its form is filled in, witnessed, signed and sent, and it is recorded.

import assert from "node:assert/strict";
import { fillForm, send, sign, witness } from "./browser.mjs";

/** What needs nothing filled in beyond what the form proposes. */
export const asProposed = async () => {};

/** Records an act. `when` tells a time before now, for what was written on paper first. */
export async function act(page, path, fill = fillForm, { second, when } = {}) {
  const form = await page.goto(path);
  assert.ok(form.ok(), `${path}: ${form.status()}`);
  await fill(page);
  if (second) await witness(page, second);
  if (when) await earlier(page, when);
  await sign(page);
  assert.deepEqual(await leftOpen(page), [], `${path}: what the browser will not send`);
  await send(page);
  const heading = await page.locator("h1").first().innerText();
  assert.match(heading, /^(Recorded|Verified)$/i, await told(page));
}

/** What the page answers: its reasons, or what it could not read. */
async function told(page) {
  return (await page.locator(".reasons, .problems, .answer-reasons, .instruction").allInnerTexts()).join("\n");
}

/** The names of what a form asks for and does not have. */
async function leftOpen(page) {
  const open = await page.locator("form.sheet :is(input, select, textarea):invalid").all();
  return Promise.all(open.map((field) => field.getAttribute("name")));
}

async function earlier(page, when) {
  if (!(await page.locator("#_occurred").isVisible())) {
    await page.locator("summary", { hasText: "This happened earlier" }).click();
  }
  await page.locator("#_occurred").fill(when);
  await page.locator("#_reason").selectOption("transcribed");
}
