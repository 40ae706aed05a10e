// A logger is read out on the container it travelled with; a photograph is kept with a step.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAccessible } from "../support/accessible.mjs";
import { close, follow, signedIn } from "../support/browser.mjs";
import { PASSWORD } from "../support/centre.mjs";

const HEAD = [
  "Invented temperature logger E;firmware 0.0",
  "Journey exported by the logger",
  "Serial;Time (UTC);Temperature (C);Mark",
];

/** A reading every five minutes for as long as there are temperatures, the last one just now. */
function log(now, warmth) {
  const rows = warmth.map((celsius, index) => {
    const at = new Date(Date.parse(now) - (warmth.length - index) * 300_000);
    return `LOG-0001;${at.toISOString().slice(0, 19).replace("T", " ")};${celsius};`;
  });
  return { name: "log.csv", mimeType: "text/csv", buffer: Buffer.from([...HEAD, ...rows, ""].join("\n")) };
}

// The smallest picture: one white dot.
const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEA6J8TPAAAAABJRU5ErkJggg==";

export function custody(stage) {
  // The checks are scripts of their own, which a browser without scripts does not run.
  const check = async (page, name) => {
    if (stage.options.javaScriptEnabled) await checkAccessible(page, name);
  };

  test("a logger is read out and its time outside stands on the container's way", async () => {
    const page = await signedIn(stage.browser, stage.centre, "nurse", stage.options);
    await page.goto(stage.centre.atBedside);
    await follow(page.locator(".custody a[href$='/chain-of-custody']").first());
    await check(page, "chain of custody");
    const way = page.url();
    await follow(page.getByRole("link", { name: "Read a temperature logger" }).first());
    await check(page, "choosing a log");
    const now = await page.locator("body").getAttribute("data-now");
    await page.locator("#file").setInputFiles(log(now, [20.1, "20,2", 20.3]));
    await follow(page.getByRole("button", { name: "Show the curve" }));
    await page.getByRole("heading", { name: "The file is no log" }).waitFor();
    assert.match(await page.locator(".reasons").innerText(), /Line 5, column 'Temperature \(C\)'/);
    await check(page, "no log");
    await follow(page.getByRole("link", { name: "Another file" }));
    await page.locator("#file").setInputFiles(log(now, [20.1, 20.2, 26.1, 20.3, 20.2]));
    await follow(page.getByRole("button", { name: "Show the curve" }));
    await page.getByText("10 min of 30 min allowed").waitFor();
    await check(page, "log");
    await page.getByLabel("Your password").fill(PASSWORD);
    await follow(page.getByRole("button", { name: "Sign and record" }));
    await page.getByRole("heading", { name: "Recorded and signed" }).waitFor();
    await page.goto(way);
    await page.getByText("Outside for 10 min, all loggers added up").waitFor();
    assert.match(await page.locator("svg desc").textContent(), /Outside .* once/);
    await check(page, "chain of custody with a log");
    await close(page);
  });

  test("a photograph is kept with a step and shown on the batch", async () => {
    const page = await signedIn(stage.browser, stage.centre, "technologist2", stage.options);
    await page.goto(stage.centre.atBedside);
    await follow(page.locator('a.identifier[href*="/batches/"]').first());
    const batch = page.url();
    await follow(page.locator("a[href$='/files']").first());
    await check(page, "no files yet");
    const dot = { name: "dot.png", mimeType: "image/png", buffer: Buffer.from(DOT, "base64") };
    await page.locator("#photo").setInputFiles(dot);
    await follow(page.getByRole("button", { name: "Attach the photo" }));
    await page.getByRole("link", { name: "dot.png" }).first().waitFor();
    await check(page, "files");
    await page.goto(batch);
    const picture = page.locator(".files img").first();
    assert.equal(await picture.getAttribute("alt"), "dot.png");
    await check(page, "batch with a picture");
    await close(page);
  });
}
