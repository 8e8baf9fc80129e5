import { readFileSync } from "node:fs";
import { expect, test } from "../fixtures/app.ts";
import { expectAccessible } from "../fixtures/axe.ts";
import { expectCleanEverywhere } from "../fixtures/looks.ts";
import { change, register, registerSome } from "../fixtures/register.ts";

const money = (text: string) => text.replaceAll(" ", "\u00a0");

test("the list is searched, filtered and sorted, and the address keeps it all", async ({ page, account, inCompany }) => {
  await registerSome(account);
  await page.goto(inCompany("agreements"));
  const grid = page.getByRole("grid", { name: "Avtal" });
  await expect(grid).toHaveAttribute("aria-rowcount", "6");
  await expect(grid.getByRole("rowheader")).toHaveText(["Kopiator", "Lager Örebro", "Skjutstativtruck", "Volvo V60", "Ångpanna"]);

  await grid.getByRole("button", { name: /Leasegivare/ }).click();
  await expect(page).toHaveURL(/sort=lessor/);
  await page.getByRole("searchbox", { name: "Sök bland avtalen" }).fill("närke 4200");
  await expect(grid).toHaveAttribute("aria-rowcount", "2");
  await expect(page).toHaveURL(/q=/);
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Sök bland avtalen" })).toHaveValue("närke 4200");
  await expect(grid).toHaveAttribute("aria-rowcount", "2");
  await page.getByRole("button", { name: "Rensa filter" }).click();
  await expect(grid).toHaveAttribute("aria-rowcount", "6");

  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("checkbox", { name: "Lokal" }).check();
  await page.getByRole("checkbox", { name: "Bil" }).check();
  await page.keyboard.press("Escape");
  await expect(grid).toHaveAttribute("aria-rowcount", "3");
  await page.getByRole("button", { name: "Ta bort filtret Avtalstyp" }).click();
  await page.getByRole("link", { name: /Förlängda/ }).click();
  await expect(grid).toHaveAttribute("aria-rowcount", "2");
  await expect(grid.getByRole("rowheader")).toHaveText(["Kopiator"]);
  await page.goBack();
  await expect(grid).toHaveAttribute("aria-rowcount", "6");
});

test("an unknown debt is said to be unknown and stays out of the sum", async ({ page, account, inCompany }) => {
  await register(account);
  await register(account, { title: "Utan pris", price: undefined });
  await page.goto(inCompany("agreements?as_of=2025-12-31"));
  const grid = page.getByRole("grid", { name: "Avtal" });
  const row = (name: string) => grid.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
  await expect(row("Skjutstativtruck")).toContainText("316 676,77");
  await expect(row("Utan pris")).toContainText("okänd");
  await expect(page.locator(".list-summary")).toContainText(
    money("2 avtal · leasingskuld 316 676,77 kr · 1 avtal har okänd skuld"),
  );
});

test("keys move, select and open", async ({ page, account, inCompany }) => {
  await registerSome(account);
  await page.goto(inCompany("agreements"));
  const grid = page.getByRole("grid", { name: "Avtal" });
  await expect(grid.getByRole("rowheader")).toHaveCount(5);
  await page.locator("main").click({ position: { x: 4, y: 4 } });
  for (const key of ["j", "j", "x", "j", "x", "k"]) await page.keyboard.press(key);
  await expect(page.getByRole("region", { name: "Valda avtal" })).toContainText("2 avtal valda");
  await expect(grid.getByRole("row", { selected: true })).toHaveCount(2);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Sök bland avtalen" })).toBeFocused();
  await grid.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Lager Örebro");
});

test("many are changed together after a preview, and changed back from the toast", async ({ page, account, inCompany }) => {
  await registerSome(account);
  await page.goto(inCompany("agreements"));
  const grid = page.getByRole("grid", { name: "Avtal" });
  await grid.getByRole("checkbox", { name: "Välj alla" }).check();
  await page.getByRole("button", { name: "Ändra …" }).click();
  const dialog = page.getByRole("dialog", { name: "Ändra valda avtal" });
  await dialog.getByLabel("Nytt värde").fill("4200");
  await dialog.getByRole("button", { name: "Förhandsgranska" }).click();
  await expect(dialog.getByRole("heading", { name: "3 avtal ändras" })).toBeVisible();
  await expect(dialog.getByText("2 avtal har redan värdet.")).toBeVisible();
  await dialog.getByRole("button", { name: "Ändra 3 avtal" }).click();
  await expect(page.getByText("3 avtal är ändrade.")).toBeVisible();
  const center = grid.locator('[data-column="cost_center"]');
  await expect(center.filter({ hasText: "4200" })).toHaveCount(5);
  await page.getByRole("button", { name: "Ångra" }).click();
  await expect(page.getByText("Ändringen av 3 avtal är ångrad.")).toBeVisible();
  await expect(center.filter({ hasText: "4100" })).toHaveCount(3);
});

test("what is seen becomes a file", async ({ page, account, inCompany }) => {
  await register(account, { title: "=1+1" });
  await page.goto(inCompany("agreements?as_of=2025-12-31"));
  await expect(page.getByRole("rowheader", { name: "=1+1" })).toBeVisible();
  await page.getByRole("button", { name: "Exportera" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).first().click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("avtal-alla-2025-12-31.csv");
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toContain("Leasingskuld (SEK)");
  expect(text).toContain("'=1+1");
  expect(text).toContain(";316676,77;");

  await page.getByRole("button", { name: "Exportera" }).click();
  const whole = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV" }).click();
  const everything = readFileSync(await (await whole).path(), "utf8");
  expect(everything).toContain("39079,49");
});

test("columns are chosen, ordered and remembered", async ({ page, account, inCompany }) => {
  await register(account);
  await page.goto(inCompany("agreements"));
  await page.getByRole("button", { name: "Kolumner" }).click();
  await page.getByRole("checkbox", { name: "Valuta", exact: true }).uncheck();
  await page.getByRole("checkbox", { name: "Startdatum" }).check();
  for (let step = 0; step < 3; step += 1) await page.getByRole("button", { name: "Flytta Slutdatum tidigare" }).click({ force: true });
  await page.keyboard.press("Escape");
  await page.reload();
  const titles = page.getByRole("columnheader").locator(".vt-title");
  await expect(titles.nth(1)).toHaveText("Slutdatum");
  await expect(page.getByRole("columnheader", { name: "Valuta" })).toHaveCount(0);
  await expect(page.getByRole("columnheader", { name: "Startdatum" })).toBeVisible();
});

test("a debt opens down to the payment and the formula", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await page.goto(inCompany(`agreements/${truck.id}?as_of=2025-12-31`));
  await expect(page.getByText(money("316 676,77 kr"), { exact: true }).first()).toBeVisible();
  await page.getByText("Så räknas skulden").click();
  await expect(page.getByText(/Utgångspunkten är skulden efter betalningen 1 juli 2025/)).toBeVisible();
  await expect(page.getByRole("cell", { name: /× 2,17999793 % × 184 \/ 184/ })).toBeVisible();
  await page.getByRole("link", { name: "Visa rad 1 i betalplanen" }).click();
  await expect(page).toHaveURL(/tab=plan&row=1|row=1&tab=plan/);
  await expect(page.getByRole("button", { name: "Visa hur rad 1 räknas" })).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByText(money("349 000,00 + 0,00 − 39 079,49"))).toBeVisible();
});

test("an agreement is ended with its effect shown, and the end is undone", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await page.goto(inCompany(`agreements/${truck.id}`));
  await page.getByRole("button", { name: "Åtgärder" }).click();
  await page.getByRole("button", { name: "Avsluta …" }).click();
  const dialog = page.getByRole("dialog", { name: "Avsluta avtalet" });
  await dialog.getByRole("radio", { name: "Utköpt" }).check();
  await dialog.getByLabel("Sista dag").fill("2025-12-31");
  await dialog.getByLabel("Pris").fill("320 000");
  await expect(dialog.getByRole("row", { name: /Skuld/ }).first()).toContainText("316");
  await dialog.getByRole("button", { name: "Avsluta avtalet" }).click();
  await expect(page.getByText(/^Utköpt 31 december 2025 för/)).toBeVisible();
  await page.getByRole("button", { name: "Ångra" }).click();
  await expect(page.getByText(/^Löper till 30 juni 2029/)).toBeVisible();
});

test("the history tells who and why, shows the agreement as it was, and undoes", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await change(account, truck, "amendments", { effective_on: "2026-07-01", patch: { fee: "41000" }, reason: "Tilläggsavtal 2" });
  await page.goto(inCompany(`agreements/${truck.id}?tab=events`));
  const amended = page.getByRole("listitem").filter({ hasText: /Ändrat från 1 juli 2026/ });
  await expect(amended).toContainText("Karin Controller");
  await expect(amended).toContainText("Tilläggsavtal 2");
  await expect(amended.getByRole("row", { name: /Leasingavgift/ })).toContainText(money("41 000 kr"));

  const day = page.getByRole("slider", { name: /Gällde den/ });
  await day.focus();
  await page.keyboard.press("Home");
  await expect(page).toHaveURL(/as_of=2025-07-01/);
  await expect(page.getByRole("heading", { name: "Skillnaden till i dag" })).toBeVisible();
  await page.getByRole("button", { name: "Tillbaka till i dag" }).first().click();
  const known = page.getByRole("slider", { name: /Som det var känt/ });
  await known.focus();
  await page.keyboard.press("Home");
  await expect(page).toHaveURL(/known_at=/);
  await expect(page.getByText(/Du ser avtalet som det var känt/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Ångra/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Visa det som är känt nu" }).click();

  await amended.getByRole("button", { name: /^Ångra/ }).click();
  await expect(page.getByText("Händelsen är ångrad.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Ångrat: ändrat från 1 juli 2026" })).toBeVisible();
  await expect(amended.getByText("ångrad", { exact: true })).toBeVisible();
});

test("what is deleted lies in the bin until it is restored", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await page.goto(inCompany(`agreements/${truck.id}`));
  await page.getByRole("button", { name: "Åtgärder" }).click();
  await page.getByRole("button", { name: "Ta bort" }).click();
  await expect(page).toHaveURL(/agreements$/);
  await page.goto(inCompany("agreements?status=deleted"));
  const grid = page.getByRole("grid", { name: "Avtal" });
  await expect(grid.getByRole("rowheader")).toHaveText(["Skjutstativtruck"]);
  await grid.getByRole("checkbox", { name: "Välj alla" }).check();
  await page.getByRole("button", { name: "Återställ" }).click();
  await expect(page.getByText("1 avtal är återställt.")).toBeVisible();
  await page.goto(inCompany("agreements"));
  await expect(grid.getByRole("rowheader")).toHaveText(["Skjutstativtruck"]);
});

test("a view is saved under a name and opened again", async ({ page, account, inCompany }) => {
  await registerSome(account);
  await page.goto(inCompany("agreements?kind=car"));
  await page.getByRole("button", { name: "Vyer" }).click();
  await page.getByRole("button", { name: "Spara den här vyn …" }).click();
  const dialog = page.getByRole("dialog", { name: "Spara den här vyn …" });
  await dialog.getByLabel("Namn").fill("Bilarna");
  await dialog.getByRole("button", { name: "Spara vyn" }).click();
  await expect(page.getByText("Vyn Bilarna är sparad.")).toBeVisible();
  await page.goto(inCompany("agreements"));
  await page.getByRole("button", { name: "Vyer" }).click();
  await page.getByRole("button", { name: "Bilarna", exact: true }).click();
  await expect(page).toHaveURL(/kind=car/);
  await expect(page.getByRole("grid", { name: "Avtal" })).toHaveAttribute("aria-rowcount", "2");
});

test("parties that were entered twice are merged and taken apart", async ({ page, account, inCompany }) => {
  await register(account);
  await register(account, { title: "Två", lessor_name: "SEB Finans" });
  await page.goto(inCompany("settings/parties"));
  await page.getByRole("button", { name: "Slå ihop" }).click();
  await expect(page.getByText(/är nu en del av/)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "SEB Finans" })).toHaveCount(1);
  await page.getByRole("button", { name: "Ångra" }).click();
  await expect(page.getByRole("row").filter({ hasText: "SEB Finans" })).toHaveCount(2);
});

test("which name stays when parties are merged is chosen, by the keyboard too", async ({ page, account, inCompany }) => {
  await register(account);
  await register(account, { title: "Två" });
  await register(account, { title: "Tre", lessor_name: "SEB Finans" });
  await page.goto(inCompany("settings/parties"));
  const stays = page.getByRole("group", { name: "Vilket namn ska vara kvar?" });
  await expect(stays.getByRole("radio", { name: /^SEB Finans AB/ })).toBeChecked();
  await expect(page.getByText("SEB Finans blir en del av SEB Finans AB")).toBeVisible();
  await stays.getByRole("radio", { name: /^SEB Finans AB/ }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText("SEB Finans AB blir en del av SEB Finans", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("rowheader")).toHaveCount(1);
  await expect(page.getByRole("rowheader")).toContainText("Också: SEB Finans AB");
});

test("a party is made part of one it does not resemble, taken apart long after, and its particulars are kept", async ({ page, account, inCompany }) => {
  await register(account);
  await register(account, { title: "Två", lessor_name: "Skandinaviska Enskilda" });
  await page.goto(inCompany("settings/parties"));
  const row = (name: string) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
  await expect(page.getByRole("button", { name: "Slå ihop" })).toHaveCount(0);
  await page.getByRole("button", { name: "Ändra Skandinaviska Enskilda" }).click();
  const dialog = page.getByRole("dialog", { name: "Skandinaviska Enskilda" });
  await dialog.getByLabel("Slå ihop med").selectOption("SEB Finans AB");
  await expect(dialog.getByRole("radio", { name: /^SEB Finans AB/ })).toBeChecked();
  await dialog.getByRole("button", { name: "Slå ihop" }).click();
  await expect(row("Skandinaviska Enskilda")).toContainText("2");
  await expect(page.getByRole("rowheader")).toHaveCount(1);
  await page.reload();
  await page.getByRole("button", { name: "Ändra SEB Finans AB" }).click();
  await page.getByRole("button", { name: "Ta isär Skandinaviska Enskilda" }).click();
  await expect(page.getByText("Skandinaviska Enskilda står för sig själv igen.")).toBeVisible();
  await expect(page.getByRole("rowheader")).toHaveCount(2);
  await page.getByRole("button", { name: "Ändra SEB Finans AB" }).click();
  await page.getByRole("dialog").getByLabel("Telefon").fill("08-123 45 67");
  await page.getByRole("dialog").getByRole("button", { name: "Spara" }).click();
  await expect(row("SEB Finans AB")).toContainText("08-123 45 67");
});

test.describe("clean in both languages, light and dark, on desktop and phone", () => {
  test("the list", async ({ page, account, inCompany }) => {
    test.setTimeout(120_000);
    await registerSome(account);
    await expectCleanEverywhere(page, account, inCompany("agreements"), async (page) => {
      await expect(page.getByRole("rowheader")).toHaveCount(5);
    });
  });

  test("the parties", async ({ page, account, inCompany }) => {
    test.setTimeout(120_000);
    await register(account);
    await register(account, { title: "Två", lessor_name: "SEB Finans" });
    await expectCleanEverywhere(page, account, inCompany("settings/parties"), async (page) => {
      await expect(page.getByRole("rowheader")).toHaveCount(2);
    });
  });

  for (const tab of ["overview", "plan", "events", "notes"]) {
    test(`an agreement, ${tab}`, async ({ page, account, inCompany }) => {
      test.setTimeout(120_000);
      const truck = await register(account, { notes: "Kolla fakturan." });
      await change(account, truck, "amendments", { effective_on: "2026-07-01", patch: { fee: "41000" } });
      await expectCleanEverywhere(page, account, inCompany(`agreements/${truck.id}?tab=${tab}`), async (page) => {
        await expect(page.locator(".show-facts")).toBeVisible();
        await expect(page.locator(".show-terms, .plan-table, .history, .show-notes").first()).toBeVisible();
      });
    });
  }
});
