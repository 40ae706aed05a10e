// The centre's own layout of a label: proposed, looked at and approved by another person, printed from, retired.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { look } from "../support/accessible.mjs";
import { act } from "../support/act.mjs";
import { close, fillForm, follow, send, sign, signedIn, witness } from "../support/browser.mjs";
import { apart } from "../support/centre.mjs";

const EXAMPLE = new URL("../../core/document/templates/examples/product.toml", import.meta.url);
const PROPOSE = "/facility/label-templates";
const VERSION = "/labels/templates/product/example-centre/1";
const APPROVE = `${PROPOSE}/product/example-centre/1/approval`;
/** What only the example's layout writes on a label. */
const OWN_WORD = "SCADE";

export function labelTemplate(stage) {
  test("a label template prints only after another person approved what it draws", () =>
    apart(stage, async (own) => {
      const text = await readFile(EXAMPLE, "utf8");
      const qp = await signedIn(own.browser, own.centre, "qp", own.options);
      await cannotBeRead(qp, text);
      await act(qp, PROPOSE, () => propose(qp, text));
      assert.ok(!(await drawn(own)).includes(OWN_WORD), "what is proposed prints nothing");
      await notByOneself(qp);
      await approved(own);
      assert.ok((await drawn(own)).includes(OWN_WORD));
      await retired(qp, own);
      await close(qp);
    }));
}

async function propose(page, text) {
  await page.getByLabel("The template's file").fill(text);
  await page.getByLabel("Why the labels should change").fill("Words of this hospital on every bag");
}

/** A flaw is named with its place, and what was typed stays. */
async function cannotBeRead(page, text) {
  const flawed = text.replace("version = 1", "version = 0");
  await page.goto(PROPOSE);
  await propose(page, flawed);
  await sign(page);
  await send(page);
  await page.locator(".problems").waitFor();
  assert.equal((await page.getByLabel("The template's file").inputValue()).trim(), flawed.trim());
}

async function notByOneself(page) {
  await page.goto(VERSION);
  await page.getByText("another person approves it").waitFor();
  await page.goto(APPROVE);
  await fillForm(page);
  await sign(page);
  await send(page);
  await page.getByRole("heading", { name: "Refused" }).waitFor();
  await page.locator(".reasons .code").first().waitFor();
}

async function approved(stage) {
  const other = await signedIn(stage.browser, stage.centre, "technologist", stage.options);
  await other.goto("/labels/templates");
  await follow(other.getByRole("link", { name: /example-centre/ }));
  await look(other, stage, "label-template");
  await follow(other.getByRole("link", { name: "Approve", exact: true }));
  assert.equal(await other.locator(".specimens figure").count(), 2);
  await look(other, stage, "label-template-approval");
  await act(other, APPROVE);
  await other.goto(VERSION);
  await other.locator(".state", { hasText: "In force" }).waitFor();
  await close(other);
}

/** What the form that prints the product's label again would print. */
async function drawn(stage) {
  const page = await signedIn(stage.browser, stage.centre, "technologist", stage.options);
  await page.goto(stage.centre.atBedside);
  const item = page.locator(".labels > li", { has: page.getByRole("heading", { name: /^product/i }) }).first();
  await follow(item.getByRole("link", { name: /^Print/ }));
  const text = await page.locator(".label-preview").first().innerHTML();
  await close(page);
  return text;
}

async function retired(page, stage) {
  await act(page, `${PROPOSE}/product/example-centre/1/retirement`, async () => {
    await page.getByLabel("Why it is retired").fill("The built-in layout is enough");
    await witness(page, "technologist");
  });
  assert.ok(!(await drawn(stage)).includes(OWN_WORD));
  await page.goto("/labels/templates");
  await page.locator(".state", { hasText: "Retired" }).waitFor();
}
