// Release in two steps: on the fast tests, then on the sterility culture of the product.

import assert from "node:assert/strict";
import { test } from "node:test";
import { look } from "../support/accessible.mjs";
import { act } from "../support/act.mjs";
import { approveAll, closeDeviations, reviewRecord } from "../support/approve.mjs";
import { close, fillForm, follow, send, sign, signedIn } from "../support/browser.mjs";
import { apart } from "../support/centre.mjs";

export function twoSteps(stage) {
  test("a fresh product is released on the fast tests and closed on the late one", () =>
    apart(stage, async (own) => {
      const qp = await signedIn(own.browser, own.centre, "qp", own.options);
      const review = await waiting(qp);
      await enterResults(own, review);
      await approveAll(own, review);
      await closeDeviations(qp, review);
      await reviewRecord(qp, review);
      await refusedFinal(qp, review, "result-missing");
      await conditional(own, qp, review);

      await refusedFinal(qp, review, "result-missing");
      await followed(own, review);
      await noGrowth(own, review);
      await refusedFinal(qp, review, "result-not-approved");
      await approveAll(own, review);
      await refusedFinal(qp, review, "review-missing");
      await reviewRecord(qp, review);
      await final(own, qp, review);
      await close(qp);
    }));
}

/** The product whose results are not all in. */
async function waiting(qp) {
  await qp.goto("/release");
  await follow(qp.locator(".product", { hasText: /quarantine/i }).first().locator(".product-link"));
  await qp.getByRole("heading", { name: /not met for the release on the fast tests/ }).waitFor();
  return new URL(qp.url()).pathname;
}

/** What the certification misses is entered from it, until nothing is missing. */
async function enterResults(stage, review) {
  const analyst = await signedIn(stage.browser, stage.centre, "analyst", stage.options);
  for (;;) {
    await analyst.goto(review);
    const missing = analyst.locator(".unmet a", { hasText: "Enter the result" });
    if (!(await missing.count())) break;
    await act(analyst, await missing.first().getAttribute("href"));
  }
  await close(analyst);
}

/** Whoever kept the address of the form cannot go faster than the results. */
async function refusedFinal(qp, review, code) {
  await qp.goto(review.replace(/release$/, "final-release"));
  await sign(qp);
  await send(qp);
  await qp.getByRole("heading", { name: "Refused" }).waitFor();
  await qp.locator(".reasons .code", { hasText: code }).first().waitFor();
}

async function conditional(stage, qp, review) {
  await qp.goto(review);
  await look(qp, stage, "two-steps-ready");
  await follow(qp.locator(".decisions a", { hasText: "Release" }).first());
  await qp.getByRole("heading", { name: /on the fast tests$/ }).waitFor();
  await fillForm(qp);
  await qp.getByLabel(/^What is done if it fails/).fill("The physician is called and calls the patient in.");
  await look(qp, stage, "two-steps-conditional");
  await sign(qp);
  await send(qp);
  await qp.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
  await qp.goto(review);
  await qp.locator(".page-links", { hasText: "Released conditionally" }).waitFor();
  const late = qp.getByRole("region", { name: /Results after the release/ });
  await late.getByText(/Awaited/).first().waitFor();
  await late.getByText(/Followed by/).first().waitFor();
}

/** Whoever follows the late result has it in the list of the day. */
async function followed(stage, review) {
  const analyst = await signedIn(stage.browser, stage.centre, "analyst", stage.options);
  const treatment = review.match(/^\/treatments\/\w+/)[0];
  await analyst.goto("/today");
  await analyst.locator(`.due-link[href^="${treatment}/batches/"][href$="/results/sterility"]`).first().waitFor();
  await close(analyst);
}

async function noGrowth(stage, review) {
  const analyst = await signedIn(stage.browser, stage.centre, "analyst", stage.options);
  await analyst.goto(review);
  await follow(analyst.locator(".unmet a", { hasText: "Enter the result" }).first());
  await act(analyst, new URL(analyst.url()).pathname);
  await analyst.goto(review);
  const late = analyst.getByRole("region", { name: /Results after the release/ });
  await late.getByText("Meets the specification").waitFor();
  await close(analyst);
}

async function final(stage, qp, review) {
  await qp.goto(review);
  await follow(qp.locator(".decisions a", { hasText: "Release" }));
  await qp.getByRole("heading", { name: /on all results$/ }).waitFor();
  await sign(qp);
  await send(qp);
  await qp.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
  await qp.goto(review);
  await qp.getByRole("heading", { name: /^Decided: released/ }).waitFor();
  assert.equal(await qp.locator(".decisions a").count(), 0);
  const certificate = await qp.getByRole("link", { name: "Certificate as PDF" }).getAttribute("href");
  const paper = await qp.request.get(certificate);
  assert.equal(paper.headers()["content-type"], "application/pdf");
  await look(qp, stage, "two-steps-final");
}
