// At each change of hands a wrong bag or another patient's label stops, and the bag is held until
// quality has looked at it: from the ward to the clean room, to the ward again, and to the patient.

import assert from "node:assert/strict";
import { test } from "node:test";
import { look } from "../support/accessible.mjs";
import { act } from "../support/act.mjs";
import { close, codeOf, fillForm, follow, send, sign, signedIn, witness } from "../support/browser.mjs";
import { apart } from "../support/centre.mjs";
import { draw, handed, handoverOf } from "../support/draw.mjs";
import { dayAfter, enrol, open } from "../support/enrol.mjs";

const PATIENT = { family: "Sample", given: "Jana", number: "4711-102", protocol: "hepatocellular" };

export function handover(stage) {
  test("a wrong bag is stopped at every handover and held until quality has looked", () =>
    apart(stage, async (own) => {
      const qp = await signedIn(own.browser, own.centre, "qp", own.options);
      const ward = await signedIn(own.browser, own.centre, "coordinator", own.options);
      const foreign = {
        container: await codeOf(ward, own.centre.atBedside, /^product/i),
        identity: await codeOf(ward, own.centre.atBedside, /wristband/i),
      };
      await toCleanRoom(own, qp, ward, foreign);
      await toWard(own, qp, foreign);
      await toPatient(own, ward);
      await close(ward);
      await close(qp);
    }));
}

async function toCleanRoom(stage, qp, ward, foreign) {
  const treatment = await open(ward, PATIENT);
  await enrol(stage, treatment, await dayAfter(ward, 15));
  const nurse = await signedIn(stage.browser, stage.centre, "collection", stage.options);
  const container = await draw(nurse, treatment, 1);
  const identity = await codeOf(nurse, treatment, /wristband/i);
  const right = { container, identity, from: "ward", to: "clean room" };
  const way = { treatment, right, path: await handoverOf(nurse, treatment, /^collection/i), second: "technologist2" };
  await stopped(stage, { page: nurse, qp, way, foreign });
  await close(nurse);
}

/** The product that waits for its results goes from the clean room to the ward. */
async function toWard(stage, qp, foreign) {
  const page = await signedIn(stage.browser, stage.centre, "technologist", stage.options);
  await page.goto("/release");
  await follow(page.locator(".product", { hasText: /quarantine/i }).first().locator(".product-link"));
  const treatment = new URL(page.url()).pathname.match(/^\/treatments\/\w+/)[0];
  const container = await codeOf(page, treatment, /^product/i);
  const identity = await codeOf(page, treatment, /wristband/i);
  const right = { container, identity, from: "clean room", to: "ward" };
  const way = { treatment, right, path: await handoverOf(page, treatment, /^product/i), second: "nurse" };
  await stopped(stage, { page, qp, way, foreign });
  await close(page);
}

/** Each wrong scan alone is refused, holds the bag and is judged; then what is right goes on. */
async function stopped(stage, { page, qp, way, foreign }) {
  const { treatment, right, path, second } = way;
  for (const [wrong, code] of [
    [{ container: foreign.container }, "container-mismatch"],
    [{ identity: foreign.identity }, "identity-mismatch"],
  ]) {
    const refusals = await refused(page, path, { ...right, ...wrong }, second);
    assert.deepEqual(refusals, [code]);
    await look(page, stage, `handover-${right.to.replace(" ", "-")}-${code}`);
    assert.deepEqual(await refused(page, path, right, second), ["container-held"], "it is held, whoever asks");
    await qp.goto(treatment);
    await qp.locator(".alert", { hasText: /is held by deviation .*what was scanned did not agree/ }).waitFor();
    await judged(qp, treatment);
  }
  await act(page, path, handed(page, right), { second });
  await page.goto(treatment);
  await page.locator(".custody", { hasText: new RegExp(`From ${right.from} to ${right.to}`) }).first().waitFor();
}

/** Sends a handover that is refused and gives the codes of its reasons. */
async function refused(page, path, scans, second) {
  await page.goto(path);
  await handed(page, scans)();
  await witness(page, second);
  await sign(page);
  await send(page);
  await page.getByRole("heading", { name: "Refused" }).waitFor();
  return page.locator(".reasons .code").allInnerTexts();
}

/** The qualified person classifies and closes what is open, from the treatment. */
async function judged(qp, treatment) {
  for (;;) {
    await qp.goto(treatment);
    const next = qp.locator(".due-link", { hasText: /^(Classify|Assess) deviation/ }).first();
    if (!(await next.count())) return;
    const isClassified = /^Assess/.test(await next.innerText());
    await follow(next);
    await qp.getByLabel(isClassified ? "Yes" : /^Critical/).first().check();
    await sign(qp);
    await send(qp);
    await qp.getByRole("heading", { name: "Recorded", exact: true }).waitFor();
  }
}

/** At the bedside nothing is held: the right bag and the right patient are verified afterwards. */
async function toPatient(stage, ward) {
  const { atBedside } = stage.centre;
  const nurse = await signedIn(stage.browser, stage.centre, "nurse", stage.options);
  const right = [await codeOf(nurse, atBedside, /wristband/i), await codeOf(nurse, atBedside, /^product/i)];
  await ward.goto("/release");
  const other = await ward.locator('.product-link:not([href^="' + atBedside + '/"])').first().getAttribute("href");
  const theirs = other.match(/^\/treatments\/\w+/)[0];
  const foreign = [await codeOf(nurse, theirs, /wristband/i), await codeOf(nurse, theirs, /^product/i)];
  await act(nurse, `${atBedside}/doses/1/fitness`, fillForm);
  for (const [scans, code] of [
    [[right[0], foreign[1]], "product-unknown"],
    [[foreign[0], right[1]], "wrong-patient"],
  ]) {
    await scanned(nurse, atBedside, scans);
    await nurse.getByRole("heading", { name: "Stop" }).waitFor();
    const codes = await nurse.locator(".answer-reasons code").allTextContents();
    assert.ok(codes.includes(code), `${codes} is not ${code}`);
  }
  await scanned(nurse, atBedside, right);
  await nurse.getByRole("heading", { name: "Verified" }).waitFor();
  await close(nurse);
}

async function scanned(nurse, treatment, [wristband, bag]) {
  await nurse.goto(`${treatment}/doses/1/bedside`);
  await nurse.locator("#wristband").fill(wristband);
  await nurse.locator("#container").fill(bag);
  await witness(nurse, "nurse2");
  await send(nurse);
}
