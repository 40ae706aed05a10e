// What a release waits for beside the results: a second analyst's approvals and the signed review.

import assert from "node:assert/strict";
import { close, follow, send, sign, signedIn } from "./browser.mjs";

/** A second analyst approves every result that waits on a product's review. */
export async function approveAll(stage, review) {
  const second = await signedIn(stage.browser, stage.centre, "analyst2", stage.options);
  for (;;) {
    await second.goto(review);
    const waiting = second.locator(".unmet a", { hasText: "Approve the result" });
    if (!(await waiting.count())) break;
    await follow(waiting.first());
    await sign(second);
    await send(second);
    await second.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
  }
  await close(second);
}

/** Classifies and closes every deviation that is open on a product's review, as acceptable. */
export async function closeDeviations(qp, review) {
  for (;;) {
    await qp.goto(review);
    const open = qp.locator(".unmet a", { hasText: /the deviation/ });
    if (!(await open.count())) return;
    const isClassified = /^Assess/.test(await open.first().innerText());
    await follow(open.first());
    await qp.getByLabel(isClassified ? "Yes" : /^Minor/).first().check();
    await sign(qp);
    await send(qp);
    await qp.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
  }
}

/** The qualified person reads what is unusual and signs the review, from the page of the certification. */
export async function reviewRecord(qp, review) {
  await qp.goto(review);
  await follow(qp.getByRole("link", { name: /^Review the record/ }).first());
  assert.equal(new URL(qp.url()).pathname, review.replace(/release$/, "review"));
  await sign(qp);
  await send(qp);
  await qp.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
}
