// A product out of specification leaves with the complete set of papers only, each of which is asked
// for when it is missing, and the authority is told within its 48 hours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { look } from "../support/accessible.mjs";
import { act } from "../support/act.mjs";
import { approveAll, closeDeviations, reviewRecord } from "../support/approve.mjs";
import { close, fillForm, follow, send, sign, signedIn } from "../support/browser.mjs";
import { apart } from "../support/centre.mjs";

/** The papers in their order: who gives each, and with what its absence is refused. */
const PAPERS = [
  ["risk", "qp", "risk-not-evaluated"],
  ["request", "physician", "request-missing"],
  ["patient", "physician", "patient-not-informed"],
];

export function supply(stage) {
  test("a product out of specification leaves with the complete set only", () =>
    apart(stage, async (own) => {
      const qp = await signedIn(own.browser, own.centre, "qp", own.options);
      const physician = await signedIn(own.browser, own.centre, "physician", own.options);
      const review = await outOfSpecification(own, qp);
      const papers = review.replace(/release$/, "supply");
      await refused(qp, review.replace(/release$/, "conditional-release"), ["result-out-of-specification"]);
      await refused(physician, `${papers}/request`, ["risk-not-evaluated"]);
      const missing = PAPERS.map(([, , code]) => code);
      for (const [paper, who] of PAPERS) {
        await refused(qp, `${papers}/supply`, missing);
        await given(who === "qp" ? qp : physician, review, paper);
        missing.shift();
      }
      await lookAt(qp, own, review, "supply-complete");
      await refused(qp, `${papers}/notice`, ["not-supplied"]);
      await given(qp, review, "supply");
      await told(own, qp, review);
      await refused(qp, `${papers}/supply`, ["already-supplied"]);
      await close(physician);
      await close(qp);
    }));
}

/** A product of which every result is in and one has failed; everything else is in order. */
async function outOfSpecification(stage, qp) {
  await qp.goto("/release");
  await follow(qp.locator(".product", { hasText: /quarantine/i }).first().locator(".product-link"));
  await qp.getByRole("heading", { name: /not met for the release on the fast tests/ }).waitFor();
  const review = new URL(qp.url()).pathname;
  const analyst = await signedIn(stage.browser, stage.centre, "analyst", stage.options);
  let failed = false;
  for (;;) {
    await analyst.goto(review);
    const missing = analyst.locator(".unmet a", { hasText: "Enter the result" });
    if (!(await missing.count())) break;
    const address = await missing.first().getAttribute("href");
    await act(analyst, address, async () => {
      await fillForm(analyst);
      failed ||= await fail(analyst);
    });
  }
  assert.ok(failed, "a result can fail");
  await close(analyst);
  await approveAll(stage, review);
  await closeDeviations(qp, review);
  await reviewRecord(qp, review);
  return review;
}

/** Answers with none of the codes that are asked for, where the result is a code. */
async function fail(page) {
  const other = page.locator("form.sheet .choice", { hasText: "anything else" });
  if (!(await other.count())) return false;
  await other.first().locator("input").check();
  return true;
}

/** A step of the set, signed by whoever may; its text is told in the note. */
async function given(page, review, step) {
  await page.goto(review);
  const link = page.locator(`.set a[href$="/supply/${step}"]`);
  await act(page, await link.getAttribute("href"), () => written(page));
}

async function written(page) {
  await fillForm(page);
  const texts = page.locator("form.sheet .field:not(.late .field) :is(textarea, input[type=text]:not(.line)):visible");
  for (const text of await texts.all()) await text.fill("Invented for the sample: none but this dose is left.");
}

async function refused(page, path, codes) {
  await page.goto(path);
  await written(page);
  await sign(page);
  await send(page);
  await page.getByRole("heading", { name: "Refused" }).waitFor();
  const found = await page.locator(".reasons .code").allInnerTexts();
  for (const code of codes) assert.ok(found.includes(code), `${path}: ${found}`);
}

/** From the supply on the clock of the notice runs, its text stands ready, and it ends when it was told. */
async function told(stage, qp, review) {
  await qp.goto(review);
  const clock = qp.locator(".verdict .clock", { hasText: "the authority is told until" });
  await clock.waitFor();
  assert.match(await qp.locator(".notice-text").innerText(), /To the competent authority/);
  await lookAt(qp, stage, review, "supply-notice");
  await qp.goto("/today");
  await qp.locator('.due-link[href$="/supply/notice"]').first().waitFor();
  await given(qp, review, "notice");
  await qp.goto(review);
  await qp.getByText(/Told under .* after the supply/).first().waitFor();
  assert.equal(await clock.count(), 0);
}

async function lookAt(page, stage, path, name) {
  if (!stage.options.javaScriptEnabled) return;
  await page.goto(path);
  await look(page, stage, name);
}
