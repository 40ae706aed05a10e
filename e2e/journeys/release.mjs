// The quality decision: refused while a result is missing, taken when everything is there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { approveAll, closeDeviations, reviewRecord } from "../support/approve.mjs";
import { close, fillForm, follow, send, sign, signedIn } from "../support/browser.mjs";

export function release(stage) {
  test("a product is refused while results are missing and released when they are there", async () => {
    const qp = await signedIn(stage.browser, stage.centre, "qp", stage.options);
    await follow(qp.getByRole("link", { name: "Release" }).first());
    const line = qp.locator(".product", { hasText: "Waits" }).first();
    await follow((await line.count() ? line : qp.locator(".product").first()).locator(".product-link"));
    await qp.getByRole("heading", { name: /not met/ }).waitFor();
    const review = new URL(qp.url()).pathname;
    assert.equal(await qp.locator(".decisions a", { hasText: "Release" }).count(), 0);
    // Whoever kept the address of the form is refused all the same.
    await qp.goto(review.replace(/release$/, "conditional-release"));
    await fillForm(qp);
    await sign(qp);
    await send(qp);
    await qp.getByRole("heading", { name: "Refused" }).waitFor();
    await qp.locator(".reasons .code").first().waitFor();

    const analyst = await signedIn(stage.browser, stage.centre, "analyst", stage.options);
    for (;;) {
      await analyst.goto(review);
      const missing = analyst.locator(".unmet a", { hasText: "Enter the result" });
      if (!(await missing.count())) break;
      await follow(missing.first());
      await fillForm(analyst);
      await sign(analyst);
      await send(analyst);
      await analyst.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
    }
    await close(analyst);
    await approveAll(stage, review);
    await closeDeviations(qp, review);
    await reviewRecord(qp, review);

    await qp.goto(review);
    await follow(qp.locator(".decisions a", { hasText: "Release" }).first());
    await qp.getByText("Your signature").waitFor();
    await fillForm(qp);
    await qp.locator("#_password").fill("not this one");
    await send(qp);
    await qp.getByText(/password is wrong/).first().waitFor();
    await sign(qp);
    await send(qp);
    await qp.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
    await qp.goto(review);
    await qp.locator(".page-links", { hasText: /Released/ }).waitFor();
    await qp.locator(".late-results", { hasText: "Followed by" }).first().waitFor();
    await close(qp);
  });
}
