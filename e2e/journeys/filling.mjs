// One batch is several doses: a further one is filled out of the harvested bag, labelled, released by
// itself and brought to the bedside. A wrong bag is refused at the filling and at the bedside.

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { look } from "../support/accessible.mjs";
import { act, asProposed } from "../support/act.mjs";
import { approveAll, closeDeviations, reviewRecord } from "../support/approve.mjs";
import { choose, close, codeOf, fillForm, send, sign, signedIn, witness } from "../support/browser.mjs";
import { apart } from "../support/centre.mjs";

const SECOND = "technologist2";
/** A protocol that treats nobody: none that ships divides a batch. */
const EXAMPLES = "../../core/engine/tests/protocols/example-divided/1.0.0/protocol.toml";
const PROTOCOL = join(dirname(fileURLToPath(import.meta.url)), EXAMPLES);
/** Half of the harvest stays, half is the dose. */
const HALF_ML = "50";
const DAYS_BETWEEN_DOSES = 14;

export function filling(stage) {
  const journey = async (own) => {
    const treatment = own.centre.atBedside;
    const page = await signedIn(own.browser, own.centre, "technologist", own.options);
    const batch = await batchOf(page, treatment);
    const [harvest] = await bagsOf(page, batch);
    await act(page, `${batch}/product-label`, asProposed);
    const further = harvest.replace(/A0$/, "B0");
    await printed(page, treatment, further);
    const scans = { from: await labelOf(page, treatment, harvest), into: await labelOf(page, treatment, further) };
    await wrongBags(page, batch, scans);
    await filled(page, own, batch, scans);
    assert.deepEqual(await bagsOf(page, batch), [harvest, further]);
    await relabelled(page, treatment, [harvest, further]);
    await released(own, treatment, [harvest, further]);
    await brought(own, treatment, [harvest, further]);
    await wholeWay(page, own, treatment, { harvest, further });
    await close(page);
    await given(own, treatment, [harvest, further]);
  };
  test("a further dose is filled out of a harvested bag, released by itself and verified for its patient", () =>
    apart(stage, journey, PROTOCOL));
}

async function batchOf(page, treatment) {
  await page.goto(treatment);
  const link = await page.locator('a[href*="/batches/"]').first().getAttribute("href");
  return link.match(/^.*\/batches\/[^/]+/)[0];
}

/** The containers of the doses of a batch, the harvest first. */
async function bagsOf(page, batch) {
  await page.goto(batch);
  const doses = page.getByRole("region", { name: "Doses of this batch" });
  return doses.locator("td a.identifier").allInnerTexts();
}

const labelItem = (page, container) => page.locator(".labels > li", { hasText: container });

/** What the scanner reads on the label of a container, as it was printed last. */
async function labelOf(page, treatment, container) {
  await page.goto(treatment);
  return (await labelItem(page, container).locator("code").textContent()).trim();
}

/** Prints the label as it is known now, scans it back, and gives the address of its label. */
async function printed(page, treatment, container) {
  await page.goto(treatment);
  const link = labelItem(page, container).getByRole("link", { name: /^Print/, includeHidden: true });
  const print = await link.getAttribute("href");
  await act(page, print, asProposed);
  const code = await labelOf(page, treatment, container);
  await act(page, `${print}-scan`, () => page.locator("#container").fill(code));
  return print;
}

/** What is written into the form of the filling, as it is done in the sample's clean room. */
function entered(page, { from, into }) {
  return async () => {
    await fillForm(page);
    await choose(page, "dose", "2");
    await page.locator("#from").fill(from);
    await page.locator("#container").fill(into);
    const cells = page.locator(".field", { has: page.locator("#cells") });
    const held = Number((await cells.innerText()).match(/at most ([\d.e]+)/)[1]);
    await page.locator("#cells").fill(String(held / 2));
    await page.locator("#volume").fill(HALF_ML);
    await page.locator("#place").fill("FREEZER-2 B4");
    await page.locator("#expires").fill("");
  };
}

/** Neither may the harvest be filled into itself, nor anything out of the bag that is to be filled. */
async function wrongBags(page, batch, { from, into }) {
  for (const [scans, code] of [
    [{ from: into, into }, "wrong-product"],
    [{ from, into: from }, "container-already-used"],
  ]) {
    await page.goto(`${batch}/filling`);
    await entered(page, scans)();
    await witness(page, SECOND);
    await send(page);
    await page.getByRole("heading", { name: "Refused", exact: true }).waitFor();
    const codes = await page.locator(".reasons .code").allInnerTexts();
    assert.ok(codes.includes(code), `${codes} is not ${code}`);
  }
}

async function filled(page, stage, batch, scans) {
  await page.goto(`${batch}/filling`);
  await look(page, stage, "filling-form");
  await act(page, `${batch}/filling`, entered(page, scans), { second: SECOND });
  await page.goto(batch);
  await page.getByText("FREEZER-2 B4").first().waitFor();
  await look(page, stage, "filling-doses");
}

/** Both bags say what they hold now, and no label of either is loose. */
async function relabelled(page, treatment, bags) {
  for (const bag of bags) {
    const print = await printed(page, treatment, bag);
    await act(page, `${print}-account`, asProposed, { second: SECOND });
  }
}

/** The results are of the batch; each of its bags is decided on by itself. */
async function released(stage, treatment, bags) {
  const reviews = bags.map((bag) => `${treatment}/containers/${bag}/release`);
  const analyst = await signedIn(stage.browser, stage.centre, "analyst", stage.options);
  for (;;) {
    await analyst.goto(reviews[0]);
    const missing = analyst.locator(".unmet a", { hasText: "Enter the result" });
    if (!(await missing.count())) break;
    await act(analyst, await missing.first().getAttribute("href"));
  }
  await close(analyst);
  await approveAll(stage, reviews[0]);
  const qp = await signedIn(stage.browser, stage.centre, "qp", stage.options);
  for (const review of reviews) {
    await closeDeviations(qp, review);
    await reviewRecord(qp, review);
    await act(qp, review.replace(/release$/, "conditional-release"));
    await qp.goto(review);
    await qp.locator(".page-links", { hasText: "Released" }).waitFor();
  }
  await close(qp);
}

/** Both bags go from where they are to the ward. */
async function brought(stage, treatment, bags) {
  const page = await signedIn(stage.browser, stage.centre, "technologist", stage.options);
  const identity = await codeOf(page, treatment, /wristband/i);
  for (const bag of bags) {
    const label = await labelOf(page, treatment, bag);
    const hand = async () => {
      const holder = page.locator('[name="from"]:checked, select[name="from"] option:checked');
      const known = (await holder.count()) ? await holder.first().getAttribute("value") : "";
      await fillForm(page);
      await page.locator("#container").fill(label);
      await page.locator("#identity").fill(identity);
      await choose(page, "from", known || "clean room");
      await choose(page, "to", "ward");
      await choose(page, "place", "ward");
      await page.getByLabel("Temperature read").fill("-140");
      await choose(page, "intact", "yes");
    };
    await act(page, `${treatment}/containers/${bag}/custody`, hand, { second: "nurse" });
  }
  await close(page);
}

/** The way of the dose begins at the vein, and leads through the harvest's bag to the ward. */
async function wholeWay(page, stage, treatment, { harvest, further }) {
  await page.goto(treatment);
  const chain = page.getByRole("link", { name: `Whole chain and temperature of ${further}`, includeHidden: true });
  await page.goto(await chain.getAttribute("href"));
  const words = await page.locator(".hand-link .hand-words").allInnerTexts();
  assert.match(words[0], /^Collected as /);
  assert.ok(words.some((line) => line.startsWith(`Filled from ${harvest} of batch`)), words.join("\n"));
  assert.match(words.at(-1), / to ward$/);
  await look(page, stage, "filling-way");
}

/** The harvest is dose 1 and is given; on its day the bag that was filled is verified as dose 2. */
async function given(stage, treatment, [harvest, further]) {
  let nurse = await signedIn(stage.browser, stage.centre, "nurse", stage.options);
  const wristband = await codeOf(nurse, treatment, /wristband/i);
  const [first, second] = [await labelOf(nurse, treatment, harvest), await labelOf(nurse, treatment, further)];
  await act(nurse, `${treatment}/doses/1/fitness`);
  await stopped(nurse, `${treatment}/doses/1`, [wristband, second], "wrong-product");
  await verified(nurse, `${treatment}/doses/1`, [wristband, first]);
  await act(nurse, `${treatment}/doses/1/infusion-start`, () => nurse.locator("#container").fill(first));
  await act(nurse, `${treatment}/doses/1/vital-signs`, fillForm);
  const end = async () => {
    await choose(nurse, "outcome", "completed");
    await nurse.locator("#volume").fill(HALF_ML);
  };
  await act(nurse, `${treatment}/doses/1/infusion-end`, end);
  await close(nurse);
  await stage.centre.ahead(DAYS_BETWEEN_DOSES);
  nurse = await signedIn(stage.browser, stage.centre, "nurse", stage.options);
  await act(nurse, `${treatment}/doses/2/fitness`);
  await stopped(nurse, `${treatment}/doses/2`, [wristband, first], "container-already-infused");
  await verified(nurse, `${treatment}/doses/2`, [wristband, second]);
  await look(nurse, stage, "filling-verified");
  await close(nurse);
}

async function scanned(nurse, dose, [wristband, bag]) {
  await nurse.goto(`${dose}/bedside`);
  await nurse.locator("#wristband").fill(wristband);
  await nurse.locator("#container").fill(bag);
  await witness(nurse, "nurse2");
  await sign(nurse);
  await send(nurse);
}

async function stopped(nurse, dose, scans, code) {
  await scanned(nurse, dose, scans);
  await nurse.getByRole("heading", { name: "Stop", exact: true }).waitFor();
  const codes = await nurse.locator(".answer-reasons code").allTextContents();
  assert.ok(codes.includes(code), `${codes} is not ${code}`);
}

async function verified(nurse, dose, scans) {
  await scanned(nurse, dose, scans);
  await nurse.getByRole("heading", { name: "Verified", exact: true }).waitFor();
}
