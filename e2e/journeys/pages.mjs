// Every page, in light and dark, wide and upright: accessible, large enough, and photographed.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { checkAccessible, picturesFolder } from "../support/accessible.mjs";
import { close, openPage, send, sign, signIn } from "../support/browser.mjs";

const LOOKS = [
  ["light", 1366, 900],
  ["dark", 1366, 900],
  ["light", 820, 1180],
  ["dark", 820, 1180],
];

/** A ledger has hundreds of details, all alike. */
const DETAILS_OPENED = 6;

/** The addresses of every kind of page, found as a person finds them. */
async function addresses(page, treatment) {
  await page.goto(treatment);
  const href = (selector) => page.locator(selector).first().getAttribute("href");
  const batch = await href('a.identifier[href*="/batches/"]');
  const review = await href('a.identifier[href*="/containers/"]');
  await page.goto(batch);
  const correction = await href(".correct");
  const files = await href('a[href$="/files"]');
  await page.goto("/materials");
  const lot = await href('a.identifier[href^="/materials/"]');
  await page.goto("/board");
  const culture = page.locator(".stage", { hasText: "Culture" }).locator(".card-link").first();
  await page.goto(await culture.getAttribute("href"));
  await page.goto(await href('a.identifier[href*="/batches/"]'));
  const step = await href(".step-open a.button");
  return {
    today: "/today",
    board: "/board",
    release: "/release",
    opening: "/treatments/new",
    genealogy: "/genealogy",
    recall: `/genealogy/treatment/${treatment.split("/").pop()}`,
    treatment,
    batch,
    review,
    correction,
    custody: review.replace(/release$/, "chain-of-custody"),
    logger: review.replace(/release$/, "temperature"),
    files,
    step,
    materials: "/materials",
    lot,
    "lot-recall": `/facility/lots/${lot.split("/").pop()}/recall`,
    equipment: "/equipment",
    rooms: "/rooms",
    "label-templates": "/labels/templates",
    "label-template": "/labels/templates/product/built-in/1",
    training: "/training",
    bedside: `${treatment}/doses/1/bedside`,
    fitness: `${treatment}/doses/1/fitness`,
    "adverse-event": `${treatment}/adverse-event`,
    evaluation: `${treatment}/evaluation`,
    ledger: `${treatment}/ledger`,
    nowhere: "/nowhere",
  };
}

export function pages(stage) {
  test("every page is accessible in every look", async (t) => {
    const pictures = await picturesFolder();
    for (const [colorScheme, width, height] of LOOKS) {
      const look = `${colorScheme}-${width}`;
      const page = await openPage(stage.browser, stage.centre, { colorScheme, viewport: { width, height } });
      const shoot = async (name) => {
        await page.screenshot({ path: join(pictures, `${name}-${look}.png`), fullPage: true });
        await checkAccessible(page, `${name} ${look}`);
      };
      await page.goto("/sign-in");
      await shoot("sign-in");
      await signIn(page, "coordinator");
      for (const [name, path] of Object.entries(await addresses(page, stage.centre.atBedside))) {
        await page.goto(path);
        await page.evaluate((few) => {
          for (const details of [...document.querySelectorAll("main details")].slice(0, few)) details.open = true;
        }, DETAILS_OPENED);
        await shoot(name);
      }
      await close(page);
    }
    t.diagnostic(`pictures are in ${pictures}`);
  });

  test("a refusal is accessible and names the safe next act", async () => {
    const pictures = await picturesFolder();
    for (const [colorScheme, width, height] of LOOKS) {
      const page = await openPage(stage.browser, stage.centre, { colorScheme, viewport: { width, height } });
      await signIn(page, "nurse");
      await page.goto(`${stage.centre.atBedside}/doses/1/observation-end`);
      await sign(page);
      await send(page);
      await page.getByRole("heading", { name: "Refused" }).waitFor();
      await page.screenshot({ path: join(pictures, `refused-${colorScheme}-${width}.png`), fullPage: true });
      await checkAccessible(page, `refused ${colorScheme}`);
      assert.equal(await page.locator(".next-act").count(), 1);
      await close(page);
    }
  });
}
