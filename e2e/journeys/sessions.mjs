// What becomes of a person's work when the session ends or another site interferes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { close, follow, signedIn } from "../support/browser.mjs";
import { PASSWORD } from "../support/centre.mjs";

export function sessions(stage) {
  test("a form sent after the session ended comes back filled after the sign-in", async () => {
    const page = await signedIn(stage.browser, stage.centre, "coordinator", stage.options);
    await page.goto("/treatments/new");
    await page.getByLabel("Family name").fill("Keptname");
    await page.getByLabel("Given name").fill("Noor");
    await page.getByLabel("Date of birth").fill("1962-03-04");
    await page.getByLabel("Hospital number").fill(stage.options.javaScriptEnabled ? "4711-801" : "4711-802");
    await page.getByLabel("Protocol").selectOption({ index: 1 });
    const cookies = await page.context().cookies();
    assert.ok(cookies.every((cookie) => cookie.secure && cookie.httpOnly && cookie.sameSite === "Strict"));
    await page.context().clearCookies({ name: "__Host-cikada" });
    await follow(page.getByRole("button", { name: "Open the treatment" }));
    await page.getByText("what you typed is kept").waitFor();
    await page.getByLabel("Name").fill("coordinator");
    await page.getByLabel("Password").fill(PASSWORD);
    await follow(page.getByRole("button", { name: "Sign in" }));
    assert.equal(await page.getByLabel("Family name").inputValue(), "Keptname");
    await follow(page.getByRole("button", { name: "Open the treatment" }));
    await page.getByRole("heading", { name: "Treatment" }).waitFor();
    await page.locator(".patient-name", { hasText: "Keptname, Noor" }).waitFor();
    await close(page);
  });

  test("whoever signs out is out, also with the back button", async () => {
    const page = await signedIn(stage.browser, stage.centre, "coordinator", stage.options);
    await page.goto("/board");
    await follow(page.getByRole("button", { name: "Sign out" }));
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await close(page);
  });
}
