// An agreement in the books: side by side, down to the row and the voucher.
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../fixtures/app.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expectCleanEverywhere } from "../fixtures/looks.ts";
import { register } from "../fixtures/register.ts";

interface Book {
  balances: { liability: string; asset: string; current: string };
  journal: { on: string; lines: { debit?: string; credit?: string }[] }[];
  periods: { to: string; movement: { expense: string } }[];
}

/** `256657.02` as the page shows it. */
const swedish = (amount: string) =>
  amount.replace("-", "−").replace(".", ",").replace(/\B(?=(\d{3})+,)/g, "\u00a0");

test("the books stand side by side, and a figure opens to its period, rows and formula", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  const book = async (framework: string) => {
    const answer = await account.api.get(`/api/v1/companies/${account.companyId}/agreements/${truck.id}/books/${framework}?as_of=2025-12-31`);
    return (await answer.json()) as Book;
  };
  const [ifrs16, k3] = [await book("ifrs16"), await book("k3")];
  await page.goto(inCompany(`agreements/${truck.id}?as_of=2025-12-31`));
  await page.getByRole("link", { name: "Redovisning" }).click();
  const beside = page.getByRole("table", { name: /^Balansen 31 december 2025/ });
  const liability = beside.getByRole("row", { name: /^Leasingskuld/ }).getByRole("cell");
  await expect(liability).toHaveText([swedish(ifrs16.balances.liability), swedish(k3.balances.liability), "–", swedish(ifrs16.balances.liability)]);
  await expect(beside.getByRole("row", { name: /^Tillgång/ }).getByRole("cell").first()).toHaveText(swedish(ifrs16.balances.asset));

  await liability.nth(1).getByRole("link").click();
  await expect(page).toHaveURL(/book=k3/);
  await expect(page.getByRole("heading", { name: "K3 – finansiellt" })).toBeVisible();
  const year = page.getByRole("button", { name: "Visa hur 2025 räknas" });
  await expect(year).toBeFocused();
  await expect(year).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("table", { name: "Rader i perioden" }).getByRole("row").last()).toContainText(swedish(k3.balances.liability));
  await expect(page.getByText(/Räntan är skulden gånger [\d,]+ % per halvår/)).toBeVisible();

  await page.getByRole("radio", { name: "Månad" }).check();
  await expect(page).toHaveURL(/per=month/);
  await page.reload();
  await expect(page.getByRole("table", { name: /^Plan per period/ }).getByRole("button")).toHaveCount(k3.periods.length);
  await expect(page.getByText("9 av 9 kontroller stämmer.")).toBeVisible();
});

test("the journal is shown by year, balanced, and becomes a file", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await page.goto(inCompany(`agreements/${truck.id}?tab=accounting&as_of=2025-12-31`));
  const journal = page.getByRole("table", { name: /^Verifikationer 2025/ });
  await expect(journal.getByRole("rowheader").first()).toHaveText(/2025-07-01 Avtalet börjar/);
  await page.getByRole("combobox", { name: "Räkenskapsår" }).selectOption("2026");
  await expect(page.getByRole("table", { name: /^Verifikationer 2026/ }).getByRole("rowheader").first()).toHaveText(/2026-01-01 Betalning/);
  await page.getByRole("button", { name: "Exportera" }).last().click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).last().click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("verifikationer-ifrs16-2026.csv");
  const text = readFileSync(await download.path(), "utf8");
  const ore = (column: number) => {
    const cells = text.split(/\r?\n/).slice(1).map((line) => line.split(";")[column] ?? "");
    return cells.reduce((sum, cell) => sum + Math.round(Number(cell.replace(",", ".")) * 100), 0);
  };
  expect(ore(4)).toBeGreaterThan(0);
  expect(ore(4)).toBe(ore(5));
});

test("the book becomes a workbook with formulas", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await page.goto(inCompany(`agreements/${truck.id}?tab=accounting&as_of=2025-12-31&book=k3`));
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Excel med formler" }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("arbetsbok-k3-2025-12-31.xlsx");
  expect(readFileSync(await download.path()).subarray(0, 2).toString()).toBe("PK");
  await page.goto(inCompany(`agreements/${truck.id}?tab=accounting&as_of=2025-12-31&book=rfr2`));
  await expect(page.getByRole("heading", { name: "Kostnadsförd" })).toBeVisible();
});

test("a missing rate is said, with what to do about it", async ({ page, account, inCompany }) => {
  const rental = await register(account, { title: "Utan pris", kind: "premises", price: undefined, residual_value: undefined });
  await page.goto(inCompany(`agreements/${rental.id}?tab=accounting&as_of=2025-12-31`));
  await expect(page.getByText("Diskonteringsränta saknas, så inget kan tas upp i balansen.")).toBeVisible();
  await page.getByRole("link", { name: "Rätta avtalet" }).click();
  await expect(page).toHaveURL(/\/edit/);
});

test("the books are clean in both languages, on a phone and in the dark", async ({ page, account, inCompany }) => {
  test.setTimeout(120_000);
  const truck = await register(account);
  await expectCleanEverywhere(page, account, inCompany(`agreements/${truck.id}?tab=accounting&as_of=2025-12-31&period=2025-12-31`), async () => {
    await expect(page.getByText(/9 av 9|9 of 9/)).toBeVisible();
    await expect(page.locator(".books-rows")).toBeVisible();
  });
});

test("an event is seen before it is recorded, stands in the books, and is taken back", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await page.goto(inCompany(`agreements/${truck.id}?tab=accounting&as_of=2026-07-01`));
  const beside = page.getByRole("table", { name: /^Balansen 1 juli 2026/ });
  const liability = beside.getByRole("row", { name: /^Leasingskuld/ }).getByRole("cell").first();
  await expect(liability).toHaveText("183\u00a0262,93");
  await page.getByRole("button", { name: "Lägg till händelse" }).click();
  const dialog = page.getByRole("dialog", { name: "Lägg till händelse" });
  await dialog.getByRole("button", { name: "Visa effekten" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Ange sista dagen.");
  await dialog.getByRole("button", { name: "Hämta avtalets betalningar" }).click();
  await expect(dialog.getByRole("textbox", { name: "Belopp" })).toHaveValue("39\u00a0079,49");
  await dialog.getByRole("textbox", { name: "Belopp" }).fill("41000");
  const record = dialog.getByRole("button", { name: "Registrera händelsen" });
  await expect(record).toBeDisabled();
  await dialog.getByRole("button", { name: "Visa effekten" }).click();
  const effect = dialog.getByRole("region", { name: "Så påverkas böckerna" });
  const remeasured = effect.getByRole("table", { name: "IFRS 16" }).getByRole("row", { name: /^Leasingskuld/ });
  await expect(remeasured).toContainText("192\u00a0269,15");
  await expectAccessible(page);
  await expect(liability).toHaveText("183\u00a0262,93");

  // An edit takes the effect away, and with it the right to record; the same written otherwise does not.
  await dialog.getByRole("textbox", { name: "Skäl" }).fill("KPI");
  await expect(effect).toBeHidden();
  await expect(record).toBeDisabled();
  await dialog.getByRole("button", { name: "Visa effekten" }).click();
  await expect(record).toBeEnabled();
  await dialog.getByRole("textbox", { name: "Belopp" }).fill("41 000");
  await expect(remeasured).toContainText("192\u00a0269,15");
  await record.click();
  await expect(liability).toHaveText("192\u00a0269,15");
  const recorded = page.getByRole("listitem").filter({ hasText: "2026-07-01 Index eller marknadshyra" });
  await recorded.getByRole("button", { name: /^Ångra/ }).click();
  const asked = page.getByRole("dialog", { name: "Ångra" });
  await expect(asked.getByRole("table", { name: "IFRS 16" }).getByRole("row", { name: /^Leasingskuld/ })).toContainText("183\u00a0262,93");
  await asked.getByRole("button", { name: "Ångra", exact: true }).click();
  await expect(liability).toHaveText("183\u00a0262,93");
  await expect(recorded).toContainText("Ångrad");
  await expect(recorded).toContainText(/KPI\s*Karin Controller, /);
});

test("a revised guarantee counts, and the whole event is done from the keyboard", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await page.goto(inCompany(`agreements/${truck.id}?tab=accounting&as_of=2026-07-01`));
  await page.getByRole("button", { name: "Lägg till händelse" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Lägg till händelse" });
  const kind = dialog.getByLabel("Händelse", { exact: true });
  await tabTo(page, kind);
  await page.keyboard.type("Restv");
  await expect(kind).toHaveValue("residual_guarantee");
  await tabTo(page, dialog.getByRole("button", { name: "Hämta avtalets betalningar" }));
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("textbox", { name: "Belopp" })).toHaveValue("39\u00a0079,49");
  await tabTo(page, dialog.getByLabel("Väntas betalas"));
  await page.keyboard.type("10000");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("Ange även det högsta");
  await tabTo(page, dialog.getByLabel("Högst"));
  await page.keyboard.type("30000");
  await page.keyboard.press("Enter");
  const effect = dialog.getByRole("region", { name: "Så påverkas böckerna" });
  await expect(effect.getByRole("table", { name: "IFRS 16" })).toBeVisible();
  const record = dialog.getByRole("button", { name: "Registrera händelsen" });
  await tabTo(page, record);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listitem").filter({ hasText: "2026-07-01 Restvärdesgaranti bedöms på nytt" })).toBeVisible();
  const answer = await account.api.get(`/api/v1/companies/${account.companyId}/agreements/${truck.id}/accounting/events`);
  const { data } = (await answer.json()) as { data: { event: { terms: { guarantee: object } } }[] };
  expect(data[0]?.event.terms.guarantee).toEqual({ expected: "10000.00", full: "30000.00" });
});

/** Reaches `wanted` with the Tab key alone. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const reached = () => wanted.evaluate((element) => element === document.activeElement);
  for (let press = 0; press < 80 && !(await reached()); press += 1) await page.keyboard.press("Tab");
  await expect(wanted).toBeFocused();
}

test("accounting facts are recorded with their effect, and the company chooses its books", async ({ page, account, inCompany }) => {
  const office = await register(account, { title: "Kontor", kind: "premises", price: undefined, residual_value: undefined });
  await page.goto(inCompany("settings/books"));
  await expect(page.getByRole("heading", { name: "IFRS 16" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Ändra IFRS 16" }).click();
  const form = page.getByRole("dialog", { name: "IFRS 16" });
  await form.getByRole("button", { name: "Lägg till ränta" }).click();
  await form.getByRole("textbox", { name: "Från" }).fill("2020-01-01");
  await form.getByRole("textbox", { name: "Ränta", exact: true }).fill("6");
  await expectAccessible(page);
  await form.getByRole("button", { name: "Spara" }).click();
  await expect(page.getByText("SEK, 6,00\u00a0% effektivt per år, från 2020-01-01")).toBeVisible();

  await page.goto(inCompany(`agreements/${office.id}?tab=accounting&as_of=2025-12-31`));
  await expect(page.getByText(/^6,0000 % effektivt per år från/)).toBeVisible();
  await page.getByRole("button", { name: "Ändra uppgifter" }).click();
  const facts = page.getByRole("dialog", { name: "Ändra uppgifter" });
  await facts.getByLabel("Diskonteringsränta", { exact: true }).fill("4,5");
  await facts.getByRole("button", { name: "Visa effekten" }).click();
  await expect(facts.getByRole("region", { name: "Så påverkas böckerna" })).toBeVisible();
  await expectAccessible(page);
  await facts.getByRole("button", { name: "Spara uppgifterna" }).click();
  await expect(page.getByText("4,50\u00a0% effektivt per år", { exact: true })).toBeVisible();
  await expect(page.getByText(/^4,5000 % effektivt per år från/)).toBeVisible();
});

test("transition, thresholds and what differs for one lease are said on the screens", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  const api = `/api/v1/companies/${account.companyId}`;
  await page.goto(inCompany("settings/books"));
  await page.getByRole("button", { name: "Ändra ASC 842" }).click();
  const form = page.getByRole("dialog", { name: "ASC 842" });
  await form.getByLabel("Boken är i bruk").check();
  await form.getByText("Övergång till regelverket").click();
  await form.getByLabel("Tillämpas första gången").fill("2026-01-01");
  await form.getByLabel("Tillgången är").selectOption("as_if_applied");
  await form.getByLabel("Större delen av livslängden").fill("80");
  await form.getByLabel("Löptidsanalysens gränser, månader").fill("12, 36");
  await form.getByRole("button", { name: "Spara" }).click();
  await expect(form.getByRole("alert")).toContainText("Ange räntan på övergångsdagen.");
  await form.getByLabel("Ränta på övergångsdagen").fill("4");
  await expectAccessible(page);
  await form.getByRole("button", { name: "Spara" }).click();
  await expect(page.getByText("1 januari 2026, Som om regelverket alltid gällt, till övergångsdagens ränta, 4,00\u00a0% effektivt per år")).toBeVisible();
  await expect(page.getByText("80 % av livslängden, 90 % av värdet")).toBeVisible();
  await expect(page.getByText("12, 36", { exact: true })).toBeVisible();

  await page.goto(inCompany(`agreements/${truck.id}?tab=accounting&as_of=2026-06-30&book=asc842`));
  await page.getByRole("button", { name: "Ändra uppgifter" }).click();
  const facts = page.getByRole("dialog", { name: "Ändra uppgifter" });
  await facts.getByText("Tillgång, garanti och ny ränta").click();
  await facts.getByLabel("Bara leasetagaren har nytta av objektet efteråt").check();
  await facts.getByText("IFRS 16", { exact: true }).click();
  await facts.getByLabel("Undantag").first().selectOption("low_value");
  await facts.getByLabel("Avskrivning").first().selectOption("by_days");
  await facts.getByRole("button", { name: "Visa effekten" }).click();
  await expect(facts.getByRole("region", { name: "Så påverkas böckerna" })).toBeVisible();
  await expectAccessible(page);
  await facts.getByRole("button", { name: "Spara uppgifterna" }).click();
  await expect(page.getByText("Undantag, IFRS 16")).toBeVisible();
  const recorded = (await (await account.api.get(`${api}/agreements/${truck.id}/accounting`)).json()) as object;
  expect(recorded).toMatchObject({
    accounting: { specialised: true },
    books: [{ framework: "ifrs16", exemption: "low_value", policy: { depreciation: "by_days" } }],
  });
});

test("an index changes many fees at once: previewed in the books, executed, and undone whole", async ({ page, account, inCompany }) => {
  const office = { kind: "premises", price: undefined, residual_value: undefined, nominal_rate_percent: "5", fee: "10000.00" };
  for (const title of ["Kontor A", "Kontor B"]) await register(account, { ...office, title });
  await page.goto(inCompany("agreements"));
  const grid = page.getByRole("grid", { name: "Avtal" });
  await grid.getByRole("checkbox", { name: "Välj alla" }).check();
  await page.getByRole("button", { name: "Index eller ränta …" }).click();
  const dialog = page.getByRole("dialog", { name: "Index eller ny ränta" });
  await dialog.getByLabel("Avgiften ändras med").fill("3");
  await dialog.getByLabel("Från").fill("2026-07-01");
  await dialog.getByRole("button", { name: "Visa effekten" }).click();
  await expect(dialog.getByRole("heading", { name: "2 avtal ändras" })).toBeVisible();
  await expect(dialog.getByRole("row", { name: /Kontor A/ })).toContainText("10\u00a0300,00");
  await expect(dialog.getByRole("row", { name: /^IFRS 16 \(SEK\): Leasingskuld/ })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Ändra 2 avtal" }).click();
  await expect(page.getByText("2 avtal har ny avgift.")).toBeVisible();
  await expect(grid.locator('[data-column="fee"]').filter({ hasText: "10\u00a0300" })).toHaveCount(2);
  await page.getByRole("button", { name: "Ångra" }).click();
  await expect(page.getByText("Ändringen är ångrad för alla avtalen.")).toBeVisible();
  await expect(grid.locator('[data-column="fee"]').filter({ hasText: "10\u00a0000" })).toHaveCount(2);
});
