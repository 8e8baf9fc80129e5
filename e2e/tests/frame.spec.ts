import { expect, test } from "../fixtures/app.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../fixtures/axe.ts";
import { expectCleanEverywhere } from "../fixtures/looks.ts";

const ROOMS = [
  ["Översikt", "overview"],
  ["Avtal", "agreements"],
  ["Att göra", "to-do"],
  ["Besparingar", "savings"],
  ["Rapporter", "reports"],
  ["Signering", "signing"],
  ["Upphandling", "procurement"],
  ["Inställningar", "settings"],
] as const;

test("every room is found by its name, says where one is and takes the focus", async ({ page, inCompany }) => {
  await page.goto(inCompany("settings"));
  const menu = page.getByRole("navigation", { name: "Huvudmeny" });
  for (const [name, path] of ROOMS) {
    await menu.getByRole("link", { name }).click();
    await expect(page).toHaveURL(new RegExp(`/${path}$`));
    const heading = page.getByRole("heading", { level: 1 });
    await expect(heading).toHaveText(name);
    await expect(heading).toBeFocused();
    await expect(page).toHaveTitle(`${name} · Leasify`);
    await expect(menu.getByRole("link", { name })).toHaveAttribute("aria-current", "page");
  }
});

test("the date holds in the whole app and stands in the address", async ({ page, inCompany }) => {
  await page.goto(inCompany("savings"));
  await page.getByRole("button", { name: /^Per i dag/ }).click();
  await page.getByRole("button", { name: /Förra årets slut/ }).click();
  await expect(page).toHaveURL(/as_of=\d{4}-12-31/);
  await page.getByRole("link", { name: "Rapporter" }).click();
  await expect(page).toHaveURL(/reports\?as_of=\d{4}-12-31/);
  await page.getByRole("button", { name: /^Per 31 december/ }).click();
  const field = page.getByLabel("Visa allt per");
  await field.fill("5/3 2024");
  await field.press("Enter");
  await expect(page).toHaveURL(/as_of=2024-03-05/);
  await page.reload();
  await page.getByRole("button", { name: "Tillbaka till i dag" }).click();
  await expect(page).not.toHaveURL(/as_of/);
});

// At any hour it is another day than in Sweden in one of them.
for (const timezoneId of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
  test(`today is the day in Sweden, also for a reader in ${timezoneId}`, async ({ browser, context, account, baseURL, inCompany }) => {
    const abroad = await browser.newContext({ timezoneId, locale: "sv-SE", baseURL: baseURL ?? "" });
    await abroad.addCookies(await context.cookies());
    const { today } = (await (await account.api.get("/api/v1/me")).json()) as { today: string };
    const long = new Intl.DateTimeFormat("sv-SE", { dateStyle: "long", timeZone: "UTC" }).format(new Date(today));
    const page = await abroad.newPage();
    await page.goto(inCompany("savings"));
    await expect(page.getByRole("button", { name: `Per i dag, ${long}` })).toBeVisible();
    await abroad.close();
  });
}

test("the palette goes to pages and dates by the keyboard alone", async ({ page, inCompany }) => {
  await page.goto(inCompany("savings"));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /Sök avtal/ });
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type("valutak");
  await expect(page.getByRole("option", { name: "Valutakurser" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Valutakurser" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("2025-12-31");
  await expect(page.getByRole("option", { name: /Visa allt per 31 december 2025/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/as_of=2025-12-31/);
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
});

test("the language is switched in place, for the page and for the account", async ({ page, inCompany }) => {
  await page.goto(inCompany("settings/account"));
  await page.getByRole("radio", { name: "English" }).first().check({ force: true });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account");
});

test("the skip link comes first and leads to the content", async ({ page, inCompany }) => {
  await page.goto(inCompany("savings"));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Hoppa till innehållet" });
  await expect(skip).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

test("on a phone the rail is a bar at the bottom, and the rest is behind More", async ({ page, inCompany }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(inCompany("savings"));
  await page.getByRole("button", { name: "Mer" }).click();
  await page.getByRole("link", { name: "Inställningar" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Inställningar" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Signering" })).toBeHidden();
});

for (const [width, height] of [[1280, 800], [390, 844]] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`rooms and settings are accessible at ${width} px, ${colorScheme}`, async ({ page, inCompany }) => {
      test.slow();
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      for (const path of ["savings", "settings", "settings/company", "settings/people", "settings/account"]) {
        await page.goto(inCompany(path));
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      }
    });
  }
}

for (const path of ["settings/exchange-rates", "to-do", "reports", "signing", "procurement"]) {
  test(`${path} is clean in both languages, both themes, on a desktop and on a phone`, async ({ page, account, inCompany }) => {
    test.slow();
    await expectCleanEverywhere(page, account, inCompany(path), async (page) => {
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    });
  });
}

test("adding a company is clean in both languages, both themes, on a desktop and on a phone", async ({ page, account }) => {
  test.slow();
  await expectCleanEverywhere(page, account, "/new-company", async (page) => {
    await expect(page.getByRole("heading", { name: /^(Lägg till företag|Add a company)$/ })).toBeVisible();
  });
});
