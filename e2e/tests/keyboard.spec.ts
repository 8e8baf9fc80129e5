// The main job without a pointer: in, a new agreement, saved, found in the list, opened.
import { expect, test } from "@playwright/test";
import { signUp } from "../fixtures/account.ts";

test("from signing in to an opened agreement by the keyboard alone", async ({ page, baseURL }) => {
  const account = await signUp(baseURL ?? "");
  const type = async (text: string) => {
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  };
  await page.goto("/sign-in");
  await page.getByLabel("E-postadress").focus();
  await type(account.email);
  await page.keyboard.type(account.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Översikt" })).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("nytt avtal");
  await expect(page.getByRole("option", { name: "Nytt avtal" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  const name = page.getByLabel("Benämning");
  await expect(name).toBeVisible();
  for (let step = 0; step < 40 && !(await name.evaluate((field) => field === document.activeElement)); step += 1) {
    await page.keyboard.press("Tab");
  }
  await expect(name).toBeFocused();
  await type("Skjutstativtruck");
  await type("Leasaren i Norr AB");
  await type("2025-07-01");
  await page.keyboard.press("Tab");
  await type("48");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await type("39079,49");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Skjutstativtruck" })).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("avtal");
  await expect(page.getByRole("option", { name: "Avtal", exact: true })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("rowheader")).toHaveText(["Skjutstativtruck"]);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Skjutstativtruck" })).toBeVisible();
});
