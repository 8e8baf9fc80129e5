import { expect, test as anonymous } from "@playwright/test";
import { orgNumber } from "../fixtures/account.ts";
import { test } from "../fixtures/app.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../fixtures/axe.ts";

anonymous.describe("the way in", () => {
  anonymous("a new company signs up with its organisation number checked while it is typed", async ({ page }) => {
    await page.goto("/sign-up");
    await page.getByLabel("Företagets namn").fill("Nordverk Industri AB");
    const number = orgNumber();
    const wrong = number.slice(0, -1) + ((Number(number.at(-1)) + 1) % 10);
    await page.getByLabel("Organisationsnummer").fill(wrong);
    await expect(page.getByText("Kontrollsiffran stämmer inte. Är någon siffra fel?")).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Organisationsnummer").fill(number.replace("-", ""));
    await expect(page.getByText("Numret stämmer")).toBeVisible();
    await page.getByLabel("Ditt namn").fill("Anna Lind");
    const email = `anna.${Date.now()}@example.test`;
    await page.getByLabel("E-postadress").fill(email);
    await page.getByLabel("Lösenord", { exact: true }).fill("kort");
    await page.getByRole("button", { name: "Skapa konto" }).click();
    await expect(page.getByRole("alert")).toContainText("Lösenordet behöver minst 12 tecken.");
    await page.getByLabel("Lösenord", { exact: true }).fill("plommon segelduk vinter 47");
    await page.getByRole("button", { name: "Skapa konto" }).click();
    await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}\/overview$/);
    await expect(page.getByRole("navigation", { name: "Huvudmeny" })).toBeVisible();
  });

  anonymous("faults stand on top and at their fields, and the top links to them", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Logga in" }).click();
    const summary = page.getByRole("alert");
    await expect(summary).toBeFocused();
    await summary.getByRole("link", { name: "Skriv ditt lösenord." }).click();
    await expect(page.getByLabel("Lösenord", { exact: true })).toBeFocused();
    await expect(page.getByLabel("Lösenord", { exact: true })).toHaveAccessibleDescription("Skriv ditt lösenord.");
    await expectAccessible(page);
  });

  anonymous("wrong credentials are said in words", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel("E-postadress").fill(`nobody.${Date.now()}@example.test`);
    await page.getByLabel("Lösenord", { exact: true }).fill("fel lösenord här");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toHaveText(/hör inte ihop/);
  });

  for (const [width, height] of [[1280, 800], [390, 844]] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      anonymous(`sign-in and sign-up are accessible at ${width} px, ${colorScheme}`, async ({ browser }) => {
        const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: "en-GB" });
        const page = await context.newPage();
        for (const [path, title] of [["/sign-in", "Sign in"], ["/sign-up", "Get started"]] as const) {
          await page.goto(path);
          await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
          await expect(page).toHaveTitle(`${title} · Leasify`);
          await expect(page.locator("html")).toHaveAttribute("lang", "en");
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
        }
        await context.close();
      });
    }
  }
});

test("an address inside a company asks for sign-in and comes back to itself", async ({ page, account, inCompany }) => {
  await page.context().clearCookies();
  await page.goto(inCompany("settings/people?as_of=2025-12-31"));
  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await page.getByLabel("E-postadress").fill(account.email);
  await page.getByLabel("Lösenord", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Logga in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Personer" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Per 31 december 2025" })).toBeVisible();
});

test("a return address of another site is not followed", async ({ page, baseURL }) => {
  await page.goto("/sign-in?return=//evil.test/");
  await expect(page).toHaveURL(new RegExp(`^${baseURL}/c/.*/overview`));
});

test("signing out leaves nothing behind but the look and the language", async ({ page, inCompany }) => {
  await page.goto(inCompany("settings/account"));
  await page.getByRole("radio", { name: "Mörkt" }).check({ force: true });
  await page.getByRole("button", { name: /^Ditt konto/ }).click();
  await page.getByRole("button", { name: "Logga ut", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.goto(inCompany("settings"));
  await expect(page).toHaveURL(/\/sign-in/);
});

test("another company's address looks as if it did not exist", async ({ page }) => {
  await page.goto("/c/01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64/overview");
  await expect(page.getByRole("heading", { name: "Sidan finns inte" })).toBeVisible();
  await expectAccessible(page);
});

test("the password is changed and the old one stops working", async ({ page, account, inCompany }) => {
  await page.goto(inCompany("settings/account"));
  await page.getByLabel("Nuvarande lösenord").fill("inte det rätta alls");
  await page.getByLabel("Nytt lösenord").fill("klöver mjölnare april 19");
  await page.getByRole("button", { name: "Byt lösenord" }).click();
  await expect(page.getByLabel("Nuvarande lösenord")).toHaveAccessibleDescription(/stämmer inte/);
  await page.getByLabel("Nuvarande lösenord").fill(account.password);
  await page.getByRole("button", { name: "Byt lösenord" }).click();
  await expect(page.getByText("Lösenordet är bytt.")).toBeVisible();
  await page.getByLabel("Ditt namn").fill("Karin Kamrer");
  await page.getByRole("button", { name: "Spara" }).click();
  await expect(page.getByText("Sparat.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Ditt konto/ })).toContainText("Karin Kamrer");
});

test("a session that ends elsewhere leads to the sign-in, and back to the same page", async ({ page, account, inCompany }) => {
  await page.goto(inCompany("settings?as_of=2025-12-31"));
  await expect(page.getByRole("heading", { level: 1, name: "Inställningar" })).toBeVisible();
  await account.api.delete("/api/v1/sessions");
  await page.getByRole("link", { name: /^Personer/ }).click();
  await expect(page).toHaveURL(/\/sign-in\?return=/);
  await page.getByLabel("E-postadress").fill(account.email);
  await page.getByLabel("Lösenord", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Logga in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Personer" })).toBeVisible();
  await expect(page).toHaveURL(/as_of=2025-12-31/);
});
