// The product's main job, as a controller does it: drop the spreadsheet, mend what is wrong, see the debt, take it back.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { type Account } from "../fixtures/account.ts";
import { expect, test } from "../fixtures/app.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { speak } from "../fixtures/looks.ts";

const data = (name: string) => fileURLToPath(new URL(`../../api/tests/data/portfolio/${name}`, import.meta.url));

interface Fault {
  sheet_row: number;
  column: string;
  right_value: string;
  must_be_mended: boolean;
}

const expected = JSON.parse(readFileSync(data("expected.json"), "utf8")) as {
  fx_to_sek: Record<string, Record<string, string>>;
  totals: Record<string, { debt_sek: string; extended: number }>;
  faults_in_xlsx: Fault[];
};
const faults = expected.faults_in_xlsx.filter((fault) => fault.must_be_mended);

async function enterRates({ api, companyId }: Account): Promise<void> {
  for (const [currency, days] of Object.entries(expected.fx_to_sek)) {
    if (currency === "SEK") continue;
    for (const [on, rate] of Object.entries(days)) {
      const answer = await api.post(`/api/v1/companies/${companyId}/exchange-rates`, {
        headers: { "Idempotency-Key": `"${currency}-${on}"` },
        data: { currency, on, rate, source: "Testkurs" },
      });
      expect(answer.status(), await answer.text()).toBe(201);
    }
  }
}

async function drop(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator("input[type=file]").setInputFiles(data("avtal.xlsx"));
  await expect(page).toHaveURL(/\/import\/[0-9a-f-]{36}/);
  await expect(page.getByRole("heading", { level: 1, name: "avtal.xlsx" })).toBeVisible();
}

const cellsOf = (page: Page, row: number) => page.getByRole("row").filter({ has: page.getByRole("cell", { name: String(row), exact: true }) });

test("a spreadsheet with faults becomes the right debt, and goes away whole", async ({ page, account, inCompany }) => {
  test.setTimeout(180_000);
  await enterRates(account);
  await drop(page, inCompany("import"));
  await expect(page.getByRole("navigation", { name: "Steg i importen" }).getByText(String(faults.length))).toBeVisible();
  await expectAccessible(page);

  for (const fault of faults) {
    const row = cellsOf(page, fault.sheet_row);
    await row.getByRole("textbox").first().fill(fault.right_value);
    await row.getByRole("textbox").first().press("Enter");
    // The whole sheet is read again after each mend.
    await expect(row).toHaveCount(0, { timeout: 20_000 });
  }
  await expect(page.getByRole("heading", { name: "Inget att rätta" })).toBeVisible();

  await page.getByRole("button", { name: "Vidare till Förhandsgranska" }).click();
  await expect(page.getByText(/^400 nya, 0 ändrade/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Genomför importen" }).click();
  await expect(page.getByText(/Klart: 400 nya/)).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);

  const total = expected.totals["2025-12-31"];
  await page.goto(inCompany("overview?as_of=2025-12-31"));
  const debt = page.getByRole("region", { name: "Leasingskuld" }).or(page.locator(".tile", { hasText: "Leasingskuld" })).first();
  await expect(debt.locator(".tile-value")).toHaveText(swedish(total?.debt_sek ?? ""));
  await expectAccessible(page);

  await page.goto(inCompany("import"));
  await page.getByRole("button", { name: "Ångra hela importen av avtal.xlsx" }).click();
  const asked = page.getByRole("dialog", { name: "Ångra hela importen?" });
  await expect(asked.getByText("400 avtal som importen lade till försvinner ur registret, också det som har ändrats i dem sedan dess.")).toBeVisible();
  await asked.getByRole("button", { name: "Ångra hela importen" }).click();
  await expect(page.getByText("Importen av avtal.xlsx tas tillbaka.")).toBeVisible();
  await expect(async () => {
    await page.goto(inCompany("agreements"));
    await expect(page.getByRole("heading", { name: "Här ska dina avtal stå" })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
});

test("the steps are clean in English, in the dark and on a phone", async ({ page, account, inCompany }) => {
  test.setTimeout(90_000);
  await speak(account, "en");
  await page.emulateMedia({ colorScheme: "dark" });
  // The page is built anew once the account's language is known.
  await page.goto(inCompany("import"));
  await expect(page.getByRole("heading", { level: 1, name: "Import agreements" })).toBeVisible();
  await drop(page, inCompany("import"));
  await page.setViewportSize({ width: 390, height: 844 });
  const address = page.url().split("?")[0] ?? "";
  for (const [step, heading] of [["match", "Match columns"], ["mend", "Mend"], ["preview", "Preview"]] as const) {
    await page.goto(`${address}?step=${step}`);
    await expect(page.getByRole("heading", { level: 1, name: "avtal.xlsx" })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Steps of the import" }).getByRole("link", { name: heading })).toHaveAttribute("aria-current", "step");
    await expect(page.getByRole("table").first()).toBeVisible();
    await expectAccessible(page);
  }
});

test("columns that are not read are named before anything happens", async ({ page, inCompany }) => {
  await page.goto(inCompany("import"));
  const text = "Avtalsnr;Benämning;Leasegivare;Avtalstyp;Från;Till;Avgift;Ljudnivå\nA1;Truck;SEB;Hyra;2024-01-01;2026-12-31;1000;hög\n";
  await page.locator("input[type=file]").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  const unread = page.getByText("En kolumn läses inte: Ljudnivå.");
  await expect(page.getByRole("link", { name: "Koppla kolumner" })).toHaveAttribute("aria-current", "step");
  await expect(unread).toBeVisible();
  await page.getByRole("button", { name: "Vidare till Rätta" }).click();
  await page.getByRole("button", { name: "Vidare till Förhandsgranska" }).click();
  await expect(unread).toBeVisible();
});

test("a file that cannot be read is said to be what it is, and what to do", async ({ page, inCompany }) => {
  await page.goto(inCompany("import"));
  const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]);
  const old = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)]);
  const encrypted = Buffer.concat([old, Buffer.from("EncryptedPackage", "utf16le")]);
  for (const [name, buffer, found, advice] of [
    ["bild.xlsx", picture, "Det är en bild och inget kalkylark.", "Släpp en Excelarbetsbok"],
    ["avtal.xls", old, "det äldre formatet .xls", "Spara som"],
    ["hemlig.xlsx", encrypted, "skyddad med lösenord", "spara en kopia utan lösenord"],
    ["halv.xlsx", Buffer.from("PK\x03\x04 och sedan inget"), "slutet saknas", "Hämta filen på nytt"],
    ["tom.csv", Buffer.from(""), "varken rader eller kolumner", "släpp den igen"],
    ["citat.csv", Buffer.from('Avtalsnummer;Avgift\n"A1;5\n'), "öppnas på rad 2", "Avsluta eller ta bort"],
    ["rubriker.csv", Buffer.from("Avtalsnummer;Avgift\n"), "Rubrikerna står på rad 1", "Fyll i avtalen"],
    ["bred.csv", Buffer.from(Array(501).fill("x").join(";")), "fler än 500 kolumner", "flera filer"],
  ] as const) {
    await page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    const refused = page.getByRole("alert");
    await expect(refused).toContainText(`${name} gick inte att läsa in`);
    await expect(refused).toContainText(found);
    await expect(refused).toContainText(advice);
  }
  await expectAccessible(page);
  await expect(page).toHaveURL(/\/import$/);
});

test("an import by the keyboard alone: mended, applied, amended and undone", async ({ page, account, inCompany }) => {
  test.setTimeout(90_000);
  const keys = page.keyboard;
  const tabTo = async (target: Locator) => {
    await expect(target).toBeVisible();
    for (let step = 0; step < 80 && !(await target.evaluate((element) => element === document.activeElement)); step += 1) {
      await keys.press("Tab");
    }
    await expect(target).toBeFocused();
  };
  const press = async (name: string | RegExp) => {
    await tabTo(page.getByRole("button", { name, exact: true }));
    await keys.press("Enter");
  };
  const step = (name: string) => page.getByRole("navigation", { name: "Steg i importen" }).getByRole("link", { name });
  const isAt = (name: string) => expect(step(name)).toHaveAttribute("aria-current", "step");
  const hasFocus = (heading: string | RegExp) => expect(page.getByRole("heading", { level: 2, name: heading })).toBeFocused();
  const csv = "Avtalsnummer;Benämning;Leasegivare;Avtalstyp;Startdatum;Slutdatum;Leasingavgift;Valuta\n" +
    "T-1;Truck;Leasaren i Norr AB;Hyra;2026-01-01;2028-12-31;4000,00;SEK\nT-2;Travers;Leasaren i Norr AB;Hyra;2026-13-45;2028-12-31;5000,00;SEK\n";

  await page.goto(inCompany("import"));
  // The system's own dialog for choosing a file is not the page's.
  await page.locator("input[type=file]").setInputFiles({ name: "två.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await expect(page.getByRole("heading", { level: 1, name: "två.csv" })).toBeVisible();
  await tabTo(step("Koppla kolumner"));
  await keys.press("Enter");
  await isAt("Koppla kolumner");
  await press("Vidare till Rätta");
  await isAt("Rätta");
  await hasFocus("Rätta");

  await tabTo(page.getByRole("textbox", { name: / på rad 3$/ }));
  await keys.press("Control+a");
  await keys.type("2026-02-01");
  await keys.press("Enter");
  await expect(page.getByRole("heading", { name: "Inget att rätta" })).toBeVisible();
  await press("Vidare till Förhandsgranska");
  await isAt("Förhandsgranska");
  await hasFocus("Förhandsgranska");
  await press("Genomför importen");
  await expect(page.getByText(/^Klart: 2 nya/)).toBeVisible({ timeout: 30_000 });
  await hasFocus(/^Klart: 2 nya/);
  const importAddress = page.url();

  await tabTo(page.getByRole("link", { name: "Se avtalen" }));
  await keys.press("Enter");
  await expect(page.getByRole("rowheader")).toHaveText(["Travers", "Truck"]);
  await tabTo(page.getByRole("grid"));
  await keys.press("j");
  await keys.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Travers" })).toBeVisible();
  await tabTo(page.getByRole("link", { name: "Ändra från ett datum" }));
  await keys.press("Enter");
  await tabTo(page.getByLabel("Leasingavgift", { exact: true }));
  await keys.press("Control+a");
  await keys.type("5200");
  await keys.press("Control+Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Travers" })).toBeVisible();
  const changes = page.getByRole("listitem").filter({ hasText: "Leasingavgift" });
  await expect(changes).toContainText(/Leasingavgift: 5\s200\skr/);
  // The amendment stands in the way of undoing all: it is taken back first.
  await press("Ångra");
  await expect(changes).toHaveCount(0);

  await page.goto(importAddress);
  await press("Ångra hela importen");
  const asked = page.getByRole("dialog", { name: "Ångra hela importen?" });
  await tabTo(asked.getByRole("button", { name: "Ångra hela importen" }));
  await keys.press("Enter");
  await expect(page.getByText("Importen är ångrad.")).toBeVisible({ timeout: 30_000 });
  await hasFocus(/^Importen är ångrad/);
  expect(account.companyId).toBeTruthy();
});

/** 165996155.01 as the tile shows it: whole kronor, thousands apart. */
function swedish(amount: string): string {
  return Math.round(Number(amount)).toString().replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}
