import { expect, test as anonymous } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe.ts";
import { test } from "../fixtures/app.ts";

anonymous("the app starts under its content security policy and complains of nothing", async ({ page }) => {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  // Asking who is signed in is answered 401 to a stranger, and Chromium writes every 4xx to the console.
  page.on("console", (message) => {
    if (message.type() === "error" && !message.location().url.endsWith("/api/v1/me")) complaints.push(message.text());
  });

  const response = await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  expect(response?.headers()["content-security-policy"]).toContain("default-src 'self'");
  expect(complaints).toEqual([]);
  await expectAccessible(page);
});

anonymous("without JavaScript the page says what it needs", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/");
  // Playwright's own text matchers leave <noscript> out.
  expect(await page.locator("noscript").innerText()).toContain("Slå på JavaScript");
  await context.close();
});

test("whoever is signed in comes straight to the company", async ({ page, inCompany }) => {
  await page.goto("/");
  await expect(page).toHaveURL(new RegExp(inCompany("")));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
