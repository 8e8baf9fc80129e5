// The books on the company's own accounts: a file to the ledger, accounts, and a closed year.
import { readFileSync } from "node:fs";
import { expect, test } from "../fixtures/app.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expectCleanEverywhere } from "../fixtures/looks.ts";
import { register } from "../fixtures/register.ts";

const cents = (text: string) => Math.round(Number(text) * 100);

test("vouchers go to the ledger as SIE, balanced, and only once", async ({ page, account, inCompany }) => {
  await register(account);
  await page.goto(inCompany("reports?tab=journal&from=2025-07-01&as_of=2025-12-31"));
  await expect(page.getByRole("heading", { name: "Verifikationer 1 juli 2025 till 31 december 2025" })).toBeVisible();
  const accounts = page.getByRole("table", { name: "Per konto" });
  const totals = accounts.getByRole("row").last().getByRole("cell");
  expect(await totals.first().textContent()).toBe(await totals.last().textContent());
  await page.getByRole("button", { name: "Skapa fil" }).click();
  const link = page.getByRole("link", { name: /\.si$/ }).first();
  await expect(link).toBeVisible();
  const saved = page.waitForEvent("download");
  await link.click();
  const text = readFileSync(await (await saved).path(), "latin1");
  expect(text).toContain("#FORMAT PC8");
  let sum = 0;
  let vouchers = 0;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#VER")) {
      expect(sum).toBe(0);
      vouchers += 1;
    }
    const amount = /^\s*#TRANS \S+ \{[^}]*\} (-?[\d.]+)/.exec(line)?.[1];
    if (amount) sum += cents(amount);
  }
  expect(sum).toBe(0);
  expect(vouchers).toBeGreaterThan(0);

  await page.getByRole("button", { name: "Skapa fil" }).click();
  await expect(page.getByRole("alert")).toContainText("Alla verifikationer för tiden har redan gått till bokföringen.");
  await expectAccessible(page);
});

test("an account is chosen and stands in the journal", async ({ page, account, inCompany }) => {
  await register(account);
  await page.goto(inCompany("settings/accounts"));
  const interest = page.getByRole("textbox", { name: "Konto Räntekostnad" });
  await expect(interest).toHaveValue("8410");
  await interest.fill("84");
  await page.getByRole("button", { name: "Spara" }).click();
  await expect(page.getByRole("alert")).toContainText("Räntekostnad: skriv ett konto med fyra till åtta siffror.");
  await interest.fill("8415");
  await page.getByRole("button", { name: "Spara" }).click();
  await expect(page.getByText("Kontona är sparade.")).toBeVisible();
  await expect(page.getByRole("row", { name: /^Räntekostnad/ })).toContainText("Företagets");
  await page.goto(inCompany("reports?tab=journal&as_of=2025-12-31"));
  await expect(page.getByRole("table", { name: "Per konto" }).getByRole("rowheader", { name: "8415" })).toBeVisible();
});

test("a year is closed by its checklist, and opened again with a reason", async ({ page, account, inCompany }) => {
  await register(account);
  await page.goto(inCompany("reports?tab=closing&as_of=2025-12-31"));
  await expect(page.getByRole("heading", { name: "Stäng 1 juli 2025 till 31 december 2025" })).toBeVisible();
  const close = page.getByRole("button", { name: "Stäng till och med 31 december 2025" });
  await expect(close).toBeDisabled();
  await expect(page.getByText("Rätta eller godta varje punkt först.")).toBeVisible();
  for (const accept of await page.getByRole("checkbox", { name: /Får stå så/ }).all()) await accept.check();
  await expectAccessible(page);
  await close.click();
  await expect(page.getByRole("heading", { name: "Stängt till och med 31 december 2025" })).toBeVisible();
  await page.getByRole("button", { name: "Öppna igen 2025-12-31" }).click();
  const dialog = page.getByRole("dialog", { name: "Öppna igen" });
  await dialog.getByLabel("Skäl").fill("Fel växelkurs");
  await dialog.getByRole("button", { name: "Öppna igen" }).click();
  await expect(page.getByText("Öppnad igen: Fel växelkurs")).toBeVisible();
  await expect(close).toBeVisible();
});

test("journal, closing and accounts are clean everywhere", async ({ page, account, inCompany }) => {
  test.setTimeout(240_000);
  await register(account);
  await expectCleanEverywhere(page, account, inCompany("reports?tab=journal&as_of=2025-12-31"), async () => {
    await expect(page.locator(".books-journal")).toBeVisible();
  });
  await expectCleanEverywhere(page, account, inCompany("reports?tab=closing&as_of=2025-12-31"), async () => {
    await expect(page.locator(".journal-closing")).toBeVisible();
  });
  await expectCleanEverywhere(page, account, inCompany("settings/accounts"), async () => {
    await expect(page.locator(".journal-account").first()).toBeVisible();
  });
});
