// The books of all agreements: seen, split, opened down to the agreement, and saved.
import { readFileSync } from "node:fs";
import type { Account } from "../fixtures/account.ts";
import { expect, test } from "../fixtures/app.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expectCleanEverywhere } from "../fixtures/looks.ts";
import { change, register, registerSome } from "../fixtures/register.ts";

interface Figures {
  liability: { opening: string; closing: string; interest: string };
  asset: { closing: string };
  result: { expense: string };
}
interface Report {
  agreements: number;
  total: Figures;
  left_out_count: number;
}

async function report({ api, companyId }: Account, query: string): Promise<Report> {
  const answer = await api.get(`/api/v1/companies/${companyId}/reports/books?${query}`);
  expect(answer.status(), await answer.text()).toBe(200);
  return (await answer.json()) as Report;
}

/** `256657.02` as the page shows it. */
const swedish = (amount: string) => amount.replace("-", "−").replace(".", ",").replace(/\B(?=(\d{3})+,)/g, "\u00a0");

test("a report shows what the API says, and a figure opens down to the agreement's rows", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await register(account, { title: "Travers", number: "T-2", fee: "20000.00", price: "180000.00", residual_value: undefined });
  const { total } = await report(account, "framework=ifrs16&to=2025-12-31");
  await page.goto(inCompany("reports?as_of=2025-12-31"));
  await expect(page.getByRole("heading", { name: "IFRS 16, 2 avtal" })).toBeVisible();
  const roll = page.getByRole("table", { name: /^1 januari 2025 till 31 december 2025/ });
  const closing = roll.getByRole("row", { name: /^Utgående/ });
  await expect(closing.first().getByRole("cell")).toHaveText(swedish(total.liability.closing));
  await expect(closing.nth(1).getByRole("cell")).toHaveText(swedish(total.asset.closing));
  await expect(roll.getByRole("row", { name: /^Resultatet belastas/ }).getByRole("cell")).toHaveText(swedish(total.result.expense));

  await closing.first().getByRole("link").click();
  await expect(page).toHaveURL(/figure=liability/);
  const listed = page.getByRole("table", { name: "Per avtal" });
  await expect(listed.getByRole("rowheader")).toHaveCount(3);
  await expect(listed.getByRole("row").last()).toContainText(swedish(total.liability.closing));
  await listed.getByRole("link", { name: "Skjutstativtruck" }).click();
  await expect(page).toHaveURL(new RegExp(`agreements/${truck.id}.*tab=accounting`));
  await expect(page.getByRole("button", { name: "Visa hur 2025 räknas" })).toHaveAttribute("aria-expanded", "true");
  await page.goBack();
  await page.getByRole("link", { name: "Visa alla siffror" }).click();
  await expect(listed.getByRole("columnheader", { name: "Resultatet belastas" })).toBeVisible();
});

test("framework, columns, split and selection stand in the address", async ({ page, account, inCompany }) => {
  await registerSome(account);
  await page.goto(inCompany("reports?as_of=2025-12-31"));
  await page.getByLabel("Regelverk").selectOption("k3");
  await page.getByRole("radio", { name: "Kvartal" }).check();
  await page.getByLabel("Delat efter", { exact: true }).selectOption("cost_center");
  await expect(page).toHaveURL(/framework=k3/);
  await expect(page).toHaveURL(/period=quarter/);
  await page.reload();
  const roll = page.getByRole("table", { name: /^1 januari 2025 till 31 december 2025/ });
  await expect(roll.getByRole("columnheader", { name: "Summa" })).toBeVisible();
  await expect(roll.getByRole("columnheader")).toHaveCount(6);
  const split = page.getByRole("table", { name: /^Delat efter Kostnadsställe/ });
  await split.getByRole("link", { name: "4200" }).click();
  await expect(page.getByRole("button", { name: "Ta bort filtret Kostnadsställe" })).toBeVisible();
  await expect(split.getByRole("rowheader")).toHaveText(["4200", "Summa"]);

  await page.getByRole("button", { name: "Räkenskapsåret till 31 december 2025" }).click();
  await page.getByLabel("Från").fill("2025-10-01");
  await page.getByRole("button", { name: "Visa", exact: true }).click();
  await expect(page).toHaveURL(/from=2025-10-01/);
  await expect(page.getByRole("table", { name: /^1 oktober 2025 till 31 december 2025/ })).toBeVisible();
});

test("agreements that cannot be calculated are named with what to do", async ({ page, account, inCompany }) => {
  await register(account);
  await register(account, { title: "Utan ränta", kind: "premises", price: undefined, residual_value: undefined });
  const { left_out_count } = await report(account, "framework=ifrs16&to=2025-12-31");
  expect(left_out_count).toBe(1);
  await page.goto(inCompany("reports?as_of=2025-12-31"));
  await expect(page.getByText("1 avtal går inte att räkna och saknas i summorna.")).toBeVisible();
  await page.getByText("Visa vilka, varför och vad som kan göras").click();
  const line = page.getByRole("listitem").filter({ hasText: "Utan ränta" });
  await expect(line).toContainText("Ange avtalets pris eller ränta.");
  await expect(line).toContainText("Saknas i: skulden");
});

test("what is seen becomes a file", async ({ page, account, inCompany }) => {
  await register(account);
  const { total } = await report(account, "framework=ifrs16&to=2025-12-31");
  await page.goto(inCompany("reports?as_of=2025-12-31"));
  await page.getByRole("button", { name: "Exportera" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("rapport-ifrs16-2025-12-31.csv");
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toContain(`Leasingskuld;Utgående;${total.liability.closing.replace(".", ",")}`);
});

test("an empty company is told what will stand here", async ({ page, inCompany }) => {
  await page.goto(inCompany("reports"));
  await expect(page.getByRole("heading", { name: "Inget att rapportera" })).toBeVisible();
});

test("a report is sealed, proves to be the same, and shows what has changed since", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await page.goto(inCompany("reports?tab=sealed&as_of=2025-12-31"));
  await expect(page.getByRole("heading", { name: "Ingen rapport är låst" })).toBeVisible();
  await page.getByLabel("Namn").fill("Bokslut 2025");
  await page.getByRole("button", { name: "Lås rapporten" }).click();
  await page.getByRole("button", { name: "Kontrollera Bokslut 2025" }).click();
  await expect(page.getByText("Oförändrad")).toBeVisible();
  await page.getByRole("button", { name: "Jämför med nu Bokslut 2025" }).click();
  const dialog = page.getByRole("dialog", { name: "Då och nu" });
  await expect(dialog.getByText("Inget har ändrats")).toBeVisible();
  await page.keyboard.press("Escape");

  await change(account, truck, "corrections", { patch: { fee: "40000.00" } });
  await page.reload();
  await page.getByRole("button", { name: "Jämför med nu Bokslut 2025" }).click();
  await expect(dialog.getByText(/^1 avtal har andra siffror än/)).toBeVisible();
  await expect(dialog.getByRole("row", { name: /^Leasingskuld: Utgående/ })).toBeVisible();
  await expect(dialog.getByRole("listitem").filter({ hasText: "Skjutstativtruck" })).toContainText("ändrat i registret");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Kontrollera Bokslut 2025" }).click();
  await expect(page.getByText("Oförändrad")).toBeVisible();
});

test("why it changed ties, two frameworks differ, and the note is written in both languages", async ({ page, account, inCompany }) => {
  await register(account);
  const { total } = await report(account, "framework=ifrs16&to=2025-12-31");
  await page.goto(inCompany("reports?tab=explanation&as_of=2025-12-31"));
  const causes = page.getByRole("table", { name: /^1 januari 2025 till 31 december 2025/ });
  await expect(causes.getByRole("row").last()).toContainText(swedish(total.liability.closing));
  await expect(causes.getByRole("row", { name: /^Nya avtal/ })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Två regelverk" }).click();
  const both = page.getByRole("table", { name: /^Balansen 31 december 2025/ });
  await expect(both.getByRole("row", { name: /^Leasingskuld/ }).getByRole("cell").first()).toHaveText(swedish(total.liability.closing));
  await page.getByLabel("Jämför med").selectOption("k3");
  await expect(page).toHaveURL(/other=k3/);
  await expect(both.getByRole("columnheader", { name: "K3" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Not", exact: true }).click();
  await expect(page.getByRole("article").getByText("Leasingavtal redovisas enligt IFRS 16.")).toBeVisible();
  await page.getByRole("radio", { name: "English" }).check();
  await expect(page.getByRole("article")).toHaveAttribute("lang", "en");
  await expectAccessible(page);
});

test("the selection has the lessor, the kind and the cost centre, and stands in the address", async ({ page, account, inCompany }) => {
  await registerSome(account);
  await register(account, { title: "Utan ställe", cost_center: undefined });
  await page.goto(inCompany("reports?as_of=2025-12-31"));
  const choose = page.getByRole("button", { name: "Välj avtal" });
  await choose.click();
  const lessor = page.getByRole("combobox", { name: "Leasegivare" });
  await lessor.fill("Volv");
  await page.getByRole("button", { name: "Visa", exact: true }).click();
  await expect(page.getByText("Välj en leasegivare i listan.")).toBeVisible();
  await lessor.fill("Volvo");
  await page.getByRole("option", { name: /Volvofinans Bank/ }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Visa", exact: true }).click();
  await expect(page).toHaveURL(/lessor=[0-9a-f-]{36}/);
  await expect(page.getByRole("heading", { name: "IFRS 16, 1 avtal" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Volvofinans Bank").first()).toBeVisible();
  await page.getByRole("button", { name: "Ta bort filtret Leasegivare" }).click();
  await expect(page).not.toHaveURL(/lessor/);

  await choose.click();
  await page.getByLabel("Utan kostnadsställe").check();
  await page.getByRole("button", { name: "Visa", exact: true }).click();
  await expect(page).toHaveURL(/without=cost_center/);
  await expect(page.getByRole("heading", { name: "IFRS 16, 1 avtal" })).toBeVisible();
  await page.getByRole("link", { name: "Not", exact: true }).click();
  await expect(page.getByRole("button", { name: "Välj avtal" })).toBeHidden();
});

test("a report of closed time says whether it is what it was, and shows it", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  const api = `/api/v1/companies/${account.companyId}`;
  const list = await account.api.get(`${api}/closings/checklist?framework=ifrs16&through=2025-12-31`);
  const { checks } = (await list.json()) as { checks: { code: string; found: number; blocks: boolean }[] };
  const accepted = checks.filter((check) => check.found > 0 && !check.blocks).map((check) => check.code);
  const closed = await account.api.post(`${api}/closings`, { data: { framework: "ifrs16", through: "2025-12-31", accepted } });
  expect(closed.status(), await closed.text()).toBe(201);
  const before = await report(account, "framework=ifrs16&to=2025-12-31");
  await page.goto(inCompany("reports?as_of=2025-12-31"));
  await expect(page.getByText("Stängd till och med 31 december 2025, oförändrad sedan dess.")).toBeVisible();
  await change(account, truck, "corrections", { patch: { fee: "40000.00" } });
  await page.reload();
  await expect(page.getByText("Stängd till och med 31 december 2025, ändrad efteråt")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Visa siffrorna från stängningen" }).click();
  await expect(page).toHaveURL(/known_at=/);
  const closing = page.locator(".report-roll").getByRole("row", { name: /^Utgående/ }).first();
  await expect(closing.getByRole("cell")).toHaveText(swedish(before.total.liability.closing));
});

test("every figure opens to the agreements that come to it, and on to the rows of its time", async ({ page, account, inCompany }) => {
  test.setTimeout(180_000);
  await register(account);
  await register(account, { title: "Travers", number: "T-2", fee: "20000.00", price: "180000.00", residual_value: undefined });
  await page.goto(inCompany("reports?as_of=2025-12-31&period=quarter"));
  const roll = page.locator(".report-roll");
  await expect(roll).toBeVisible();
  const links = await roll.getByRole("link").evaluateAll((all) => all.map((link) => [link.getAttribute("href") ?? "", link.textContent ?? ""]));
  expect(links.length).toBeGreaterThan(30);
  // One column is a quarter, the last the whole; what is the same figure in another column opens the same way.
  const some = links.filter(([href]) => href?.includes("from=2025-10-01") || href?.includes("from=2025-01-01"));
  for (const [href, amount] of some) {
    await page.goto(href ?? "");
    const total = page.getByRole("table", { name: "Per avtal" }).getByRole("row").last();
    await expect(total, href).toContainText(amount ?? "");
  }
  await page.goto(some.find(([href]) => href?.includes("from=2025-10-01"))?.[0] ?? "");
  await page.getByRole("table", { name: "Per avtal" }).getByRole("link", { name: "Travers" }).click();
  await expect(page.getByRole("button", { name: /Visa hur okt\.? – dec\.? 2025 räknas|Visa hur okt.*2025.*räknas/ })).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("table", { name: "Rader i perioden" })).toContainText("2025-12-31");
});

test("options are reviewed at the year end, the overdue ones first, and assessed again where they stand", async ({ page, account, inCompany }) => {
  const api = `/api/v1/companies/${account.companyId}`;
  await page.goto(inCompany("reports?tab=review&as_of=2025-12-31"));
  await expect(page.getByRole("heading", { name: "Allt är bedömt" })).toBeVisible();
  const truck = await register(account, { options: [{ kind: "extension", months: 12 }] });
  const crane = await register(account, { title: "Travers", number: "T-2", residual_value: undefined });
  const assessed = await account.api.put(`${api}/agreements/${crane.id}/accounting`, {
    headers: { "If-Match": '"0"' },
    data: {
      accounting: {
        options: [{ kind: "termination", reasonably_certain: false, ends_on: "2027-06-30", assessed_on: "2025-07-01", reason: "Behovet kvarstår", reviewer: "Rut" }],
      },
    },
  });
  expect(assessed.status(), await assessed.text()).toBe(200);
  await page.reload();
  const table = page.getByRole("table", { name: "Optioner och löptid" });
  // Never assessed stands before assessed long ago.
  await expect(table.getByRole("rowheader")).toHaveText([/Skjutstativtruck/, /Travers/]);
  await expect(table.getByRole("row", { name: /Travers/ })).toContainText("inte rimligt säker");
  await expect(table.getByRole("row", { name: /Travers/ })).toContainText("Behovet kvarstår");
  await expectAccessible(page);

  await table.getByRole("link", { name: "Bedöm igen Skjutstativtruck" }).click();
  await expect(page).toHaveURL(new RegExp(truck.id));
  await expect(page.getByRole("dialog", { name: "Ändra uppgifter" })).toBeVisible();
  await expect(page).not.toHaveURL(/edit=/);
  await page.goBack();
  await page.getByLabel("Välj alla som ska bedömas").check();
  await page.getByLabel("Anteckning").fill("Genomgång med hyresgästen");
  await page.getByRole("button", { name: "Gäller fortfarande (2 avtal)" }).click();
  await expect(page.getByText("2 avtal är granskade.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Allt är bedömt" })).toBeVisible();
  await page.getByRole("radio", { name: "Även klara" }).check();
  await expect(table.getByRole("row", { name: /Travers/ })).toContainText("Genomgång med hyresgästen");
  await expect(table.getByRole("row", { name: /Travers/ })).toContainText("Klart");
  await expectCleanEverywhere(page, account, inCompany("reports?tab=review&as_of=2025-12-31&done=true"), async () => {
    await expect(page.locator(".books-plain").first()).toBeVisible();
  });
});

test("the room is clean in both languages, on a phone and in the dark", async ({ page, account, inCompany }) => {
  test.setTimeout(180_000);
  await register(account);
  await register(account, { title: "Utan ränta", kind: "premises", price: undefined, residual_value: undefined });
  await expectCleanEverywhere(page, account, inCompany("reports?as_of=2025-12-31&period=quarter"), async () => {
    await expect(page.locator(".report-roll")).toBeVisible();
  });
  await expectCleanEverywhere(page, account, inCompany("reports?as_of=2025-12-31&tab=agreements"), async () => {
    await expect(page.getByRole("link", { name: "Skjutstativtruck" })).toBeVisible();
  });
});
