// A second analyst approves every result that waits on a product's review.

import { close, send, sign, signedIn } from "./browser.mjs";

export async function approveAll(stage, review) {
  const second = await signedIn(stage.browser, stage.centre, "analyst2", stage.options);
  for (;;) {
    await second.goto(review);
    const waiting = second.locator(".results a.approve");
    if (!(await waiting.count())) break;
    await waiting.first().click();
    await sign(second);
    await send(second);
    await second.getByRole("heading", { name: "Recorded" }).waitFor();
  }
  await close(second);
}
