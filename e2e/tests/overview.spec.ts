import { expect, test } from "../fixtures/app.ts";
import { expectCleanEverywhere } from "../fixtures/looks.ts";
import { register } from "../fixtures/register.ts";

test("an empty company is shown the ways in, and a demo portfolio comes and goes in one click", async ({ page, inCompany }) => {
  await page.goto(inCompany("overview"));
  await page.getByRole("button", { name: "Visa demoportföljen" }).click();
  await expect(page.getByText("Demoportföljen ligger i registret.", { exact: false })).toBeVisible();
  const titles = page.locator(".tile-title");
  await expect(titles).toHaveText(["Besparingspotential per år", "Leasingskuld", "Snittränta", "Förlängda avtal"]);
  await expect(page.locator(".tile").first()).toContainText("Ännu inte analyserat");
  await page.getByRole("button", { name: "Ta bort demoportföljen" }).click();
  await expect(page.getByRole("button", { name: "Visa demoportföljen" })).toBeVisible();
});

test("a figure opens to the agreements that make it up, and each down to its formula", async ({ page, account, inCompany }) => {
  await register(account);
  await register(account, { title: "Utan pris", price: undefined });
  await page.goto(inCompany("overview?as_of=2025-12-31"));
  const tile = page.locator(".tile", { hasText: "Leasingskuld" });
  await expect(tile).toContainText("1 av 2 löpande avtal har känd skuld");
  await tile.getByText("Mer om vad som avses").click();
  await expect(tile).toContainText("Varken pris eller ränta är angivet.");
  await tile.getByRole("link", { name: "Leasingskuld" }).click();
  await expect(page.getByText(/De här avtalen gör upp leasingskulden den 31 december 2025/)).toBeVisible();
  await page.getByRole("rowheader", { name: "Skjutstativtruck" }).getByRole("link").click();
  await expect(page.getByText("Så räknas skulden")).toBeVisible();
});

test("the chart is read by the keyboard and as a table, and saved", async ({ page, account, inCompany }) => {
  await register(account);
  await page.goto(inCompany("overview"));
  const chart = page.getByRole("slider", { name: "Leasingskuldens utveckling" });
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(chart).toHaveAttribute("aria-valuetext", /Prognos, .*kr/);
  await page.keyboard.press("Home");
  await expect(chart).toHaveAttribute("aria-valuenow", "0");
  for (const [button, ending] of [["Ladda ner bild", "png"], ["Ladda ner CSV", "csv"]] as const) {
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    expect((await saved).suggestedFilename()).toMatch(new RegExp(`\\.${ending}$`));
  }
  await page.getByRole("button", { name: "Visa som tabell" }).click();
  await expect(page.getByRole("table", { name: /Leasingskuldens utveckling/ })).toBeVisible();
  await page.getByRole("button", { name: "Visa som tabell" }).click();
  await page.getByRole("radio", { name: "Leasegivare" }).check();
  await expect(page).toHaveURL(/split=lessor/);
});

test("days that know different agreements are not compared, and the chart says where it is unknown", async ({ page, account, inCompany }) => {
  await register(account);
  await register(account, { title: "I euro", currency: "EUR" });
  const rates = `/api/v1/companies/${account.companyId}/exchange-rates`;
  const rate = { currency: "EUR", on: "2026-11-01", rate: "10.95", source: "Riksbanken" };
  expect((await account.api.post(rates, { data: rate })).status()).toBe(201);
  await page.goto(inCompany("overview?as_of=2026-11-15&split=currency"));
  for (const title of ["Leasingskuld", "Snittränta"]) {
    const tile = page.locator(".tile", { hasText: title }).first();
    await expect(tile.locator(".tile-change")).toHaveText(/Jämförs inte: 1 avtal saknar växelkurs 2026-.10-.31/);
  }
  await expect(page.getByText("Helt eller delvis okänd")).toBeVisible();
  await page.getByRole("button", { name: "Visa som tabell" }).click();
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "2026-10-31" }) });
  await expect(row.getByRole("cell", { name: "okänd" })).toHaveCount(1);
  await expect(row.getByRole("cell", { name: /, delvis$/ })).toHaveCount(1);
  await page.goto(inCompany("overview?as_of=2026-12-15"));
  await expect(page.locator(".tile", { hasText: "Leasingskuld" }).first().locator(".tile-change")).toHaveText(/sedan 2026-.11-.30/);
});

test("clean in both languages, light and dark, on desktop and phone", async ({ page, account, inCompany }) => {
  test.setTimeout(120_000);
  await register(account);
  await expectCleanEverywhere(page, account, inCompany("overview"), async (page) => {
    await expect(page.locator(".chart-svg")).toBeVisible();
  });
});
