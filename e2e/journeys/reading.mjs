// Finding one's way: from Today to a treatment, its batch and its ledger.

import assert from "node:assert/strict";
import { test } from "node:test";
import { close, fillForm, follow, openPage, send, signedIn } from "../support/browser.mjs";

export function reading(stage) {
  test("whoever is not signed in is led to the sign-in and back again", async () => {
    const page = await openPage(stage.browser, stage.centre, stage.options);
    await page.goto("/board");
    assert.equal(new URL(page.url()).pathname, "/sign-in");
    await page.getByLabel("Name").fill("coordinator");
    await page.getByLabel("Password").fill("not this one");
    await follow(page.getByRole("button", { name: "Sign in" }));
    await page.getByText("Name or password is wrong").waitFor();
    await page.getByLabel("Password").fill("only for the sample");
    await follow(page.getByRole("button", { name: "Sign in" }));
    await page.getByRole("heading", { name: "Board" }).waitFor();
    await close(page);
  });

  test("an inspector reads a treatment from the board to the last entry", async () => {
    const page = await signedIn(stage.browser, stage.centre, "inspector", stage.options);
    await follow(page.getByRole("link", { name: "Board", exact: true }));
    await follow(page.locator(`.card-link[href="${stage.centre.atBedside}"]`));
    await page.getByRole("heading", { name: "Treatment" }).waitFor();
    await page.getByRole("img", { name: "Course of the treatment" }).waitFor();
    await follow(page.locator("#doses + .scroll a.identifier").first());
    await page.getByRole("heading", { name: /^Batch B/ }).waitFor();
    await page.getByRole("img", { name: /Cells over days of culture/ }).waitFor();
    await page.goto(stage.centre.atBedside);
    await follow(page.getByRole("link", { name: "Ledger" }));
    await page.getByRole("heading", { name: "Verified" }).waitFor();
    await page.getByText("Kind, device, sealed part, hash").first().click();
    await page.locator(".hash").first().waitFor();
    await close(page);
  });

  const live = { skip: stage.options.javaScriptEnabled ? false : "lists refresh by script" };
  test("an open board shows a new treatment by itself", live, async () => {
    const board = await signedIn(stage.browser, stage.centre, "inspector", stage.options);
    await board.goto("/board");
    const page = await signedIn(stage.browser, stage.centre, "coordinator", stage.options);
    await page.goto("/treatments/new");
    await page.getByLabel("Family name").fill("Livename");
    await page.getByLabel("Given name").fill("Ada");
    await page.getByLabel("Date of birth").fill("1970-01-02");
    await page.getByLabel("Hospital number").fill("4711-803");
    await page.getByLabel("Protocol").selectOption({ index: 1 });
    await follow(page.getByRole("button", { name: "Open the treatment" }));
    await board.getByText("Livename, Ada").waitFor();
    await close(page);
    await close(board);
  });

  test("a form that is not one's own to send comes back with what was typed", async () => {
    const page = await signedIn(stage.browser, stage.centre, "inspector", stage.options);
    await page.goto(`${stage.centre.atBedside}/doses/1/fitness`);
    await fillForm(page);
    const typed = await page.locator("input[inputmode=decimal]").first().inputValue();
    await send(page);
    await page.locator(".problems", { hasText: "may not do this" }).waitFor();
    assert.equal(await page.locator("input[inputmode=decimal]").first().inputValue(), typed);
    await close(page);
  });

  test("an address that leads nowhere says so and offers a way on", async () => {
    const page = await signedIn(stage.browser, stage.centre, "coordinator", stage.options);
    const answer = await page.goto("/treatments/CHA999926999999");
    assert.equal(answer.status(), 404);
    await follow(page.getByRole("link", { name: "Go to Today" }));
    await page.getByRole("heading", { name: "Today" }).waitFor();
    await close(page);
  });
}
