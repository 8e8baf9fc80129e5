import { expect, test } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe.ts";

test("the app starts under its content security policy and says nothing bad in the console", async ({ page }) => {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));

  const response = await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  expect(response?.headers()["content-security-policy"]).toContain("default-src 'self'");
  expect(complaints).toEqual([]);
  await expectAccessible(page);
});

test("without JavaScript the page says what it needs", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page.getByText("Slå på JavaScript")).toBeVisible();
  await context.close();
});

test("an unknown address in the API is a problem, not a page", async ({ request }) => {
  const response = await request.get("/api/v1/no-such-thing");
  expect(response.status()).toBe(404);
  expect(response.headers()["content-type"]).toContain("application/problem+json");
});
