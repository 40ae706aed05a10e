// The checks every page has to stand: axe, large targets, no sideways scrolling.

import assert from "node:assert/strict";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const TARGET_PIXELS = 48;
const BEDSIDE_PIXELS = 64;

let pictures;

/** Where pictures go: one folder for a whole run. */
export async function picturesFolder() {
  const named = process.env.SCREENSHOTS;
  if (named) await mkdir(named, { recursive: true });
  pictures ??= named ?? (await mkdtemp(join(tmpdir(), "cikada-pages-")));
  return pictures;
}

/** A picture of the page and its checks; the checks are scripts, which a browser without scripts does not run. */
export async function look(page, stage, name) {
  if (!stage.options.javaScriptEnabled) return;
  await page.screenshot({ path: join(await picturesFolder(), `${name}.png`), fullPage: true });
  await checkAccessible(page, name);
}

export async function checkAccessible(page, name) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    RULES,
  );
  const told = found.violations.map(
    (rule) => `${rule.id}: ${rule.help}\n  ${rule.nodes.map((node) => node.html.slice(0, 160)).join("\n  ")}`,
  );
  assert.deepEqual(told, [], `${name}: axe`);
  await checkTargets(page, name);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(width <= 0, `${name}: the page is ${width} px wider than the screen`);
}

/** Measures what a gloved finger has to hit. */
async function checkTargets(page, name) {
  const small = await page.evaluate(
    ([target, bedside]) =>
      [...document.querySelectorAll("a.button, button, summary, select, textarea, nav a, input, .answer a")]
        .filter((element) => element.checkVisibility() && element.type !== "hidden")
        .map((element) => {
          const isBedside = element.closest(".bedside, .answer") !== null && element.tagName !== "SUMMARY";
          const height = element.closest(".choice, a, button, summary, input, select, textarea").getBoundingClientRect().height;
          return { what: element.outerHTML.slice(0, 120), height, least: isBedside ? bedside : target };
        })
        .filter(({ height, least }) => height < least - 0.5),
    [TARGET_PIXELS, BEDSIDE_PIXELS],
  );
  assert.deepEqual(small, [], `${name}: targets too small`);
}
