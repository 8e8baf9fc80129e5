import { expect, test } from "../fixtures/app.ts";
import { expectCleanEverywhere } from "../fixtures/looks.ts";
import { liftTruck, register } from "../fixtures/register.ts";

const money = (text: string) => text.replaceAll(" ", "\u00a0");

test("six fields by the keyboard alone, with the figures beside as they are typed", async ({ page, inCompany }) => {
  await page.goto(inCompany("agreements/new?as_of=2025-12-31"));
  const preview = page.getByRole("complementary", { name: "Vad det blir" });
  await expect(preview).toContainText("Ange startdatum.");
  const type = async (text: string) => {
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  };
  await page.getByLabel("Benämning").focus();
  await type("Skjutstativtruck");
  await type("Leasaren i Norr AB");
  await expect(page.getByText("Läggs till som ny")).toBeVisible();
  await type("2025-07-01");
  await page.keyboard.press("Tab");
  await type("48");
  await expect(page.getByText("Uträknat: slutar 30 juni 2029.")).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await type("39079,49");
  await page.getByLabel("Betalas").selectOption("6");
  await expect(preview).toContainText("Räntan är okänd.");
  await page.getByLabel("Pris exkl. moms").fill("349 000");
  await page.getByLabel("Restvärde", { exact: true }).fill("69800");
  await expect(preview).toContainText(money("4,41 %"));
  await expect(preview).toContainText(money("316 676,77 kr"));
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Skjutstativtruck");
  await expect(page.getByText(money("316 676,77 kr"), { exact: true }).first()).toBeVisible();
});

test("fees show their share of the rate, one by one", async ({ page, inCompany }) => {
  await page.goto(inCompany("agreements/new?as_of=2025-12-31"));
  await page.getByLabel("Benämning").fill("Truck");
  await page.getByLabel("Leasegivare").fill("SEB");
  await page.getByLabel("Startdatum").fill("2025-07-01");
  await page.getByLabel("Löptid").fill("48");
  await page.getByLabel("Leasingavgift", { exact: true }).fill("39079,49");
  await page.getByLabel("Betalas").selectOption("6");
  await page.getByLabel("Pris exkl. moms").fill("349000");
  await page.getByLabel("Restvärde", { exact: true }).fill("69800");
  await page.getByText("Övriga avgifter och moms").click();
  await page.getByLabel("Uppläggningsavgift").fill("995");
  const preview = page.getByRole("complementary", { name: "Vad det blir" });
  await expect(preview.getByRole("listitem").filter({ hasText: "Uppläggningsavgift" })).toContainText("14,0 räntepunkter");
  await expect(preview).toContainText(money("4,55 %"));
});

test("what is missing is said at the field and in a list that leads there", async ({ page, inCompany }) => {
  await page.goto(inCompany("agreements/new"));
  await page.getByRole("button", { name: "Spara avtalet" }).click();
  const summary = page.getByRole("alert").filter({ hasText: "Rätta det här" });
  await expect(summary.getByRole("link")).toHaveText([
    "Skriv vad som leasas, i några ord.",
    "Ange leasegivaren.",
    "Ange startdatum.",
    "Ange löptid eller slutdatum.",
    "Ange leasingavgiften.",
  ]);
  await summary.getByRole("link", { name: "Ange startdatum." }).click();
  const start = page.getByLabel("Startdatum");
  await expect(start).toBeFocused();
  await expect(start).toHaveAttribute("aria-invalid", "true");
  await start.fill("2026-01-01");
  await expect(summary.getByRole("link")).toHaveCount(4);
  await page.getByLabel("Slutdatum").fill("2025-12-31");
  await expect(summary.getByRole("link", { name: "Slutdatum måste ligga efter startdatum." })).toBeVisible();
});

test("what is odd is pointed out and does not stand in the way", async ({ page, account, inCompany }) => {
  await register(account);
  await page.goto(inCompany("agreements/new"));
  await page.getByLabel("Benämning").fill("Truck med moms i priset");
  await page.getByLabel("Leasegivare").fill("SEB Finans AB");
  await page.getByRole("option", { name: /SEB Finans AB/ }).click();
  await page.getByLabel("Startdatum").fill("2025-07-01");
  await page.getByLabel("Löptid").fill("48");
  await page.getByLabel("Leasingavgift", { exact: true }).fill("39079,49");
  await page.getByLabel("Pris exkl. moms").fill("349000");
  const preview = page.getByRole("complementary", { name: "Vad det blir" });
  await expect(preview.getByText(/Ingår moms i priset/)).toBeVisible();
  await page.getByRole("button", { name: "Spara avtalet" }).click();
  await expect(page.getByText("Avtalet är sparat.")).toBeVisible();
  await page.getByRole("button", { name: "Ångra" }).click();
  await expect(page.getByText("Ligger i papperskorgen")).toBeVisible();
});

test("a change from a date shows old and new, is saved with its reason, and is undone", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await page.goto(inCompany(`agreements/${truck.id}`));
  await page.getByRole("link", { name: "Ändra från ett datum" }).click();
  const preview = page.getByRole("complementary", { name: "Vad det blir" });
  await expect(preview).toContainText("Inget är ändrat ännu.");
  await page.getByLabel("Gäller från").fill("2027-01-01");
  await page.getByLabel("Leasingavgift", { exact: true }).fill("41000");
  await expect(preview.getByRole("row", { name: /Leasingavgift/ })).toContainText(money("41 000 kr"));
  await expect(page.getByLabel("Pris exkl. moms")).toHaveCount(0);
  await page.getByLabel("Varför").fill("Tilläggsavtal");
  await page.getByRole("button", { name: "Spara ändringen" }).click();
  await expect(page.getByText("Från 1 januari 2027:")).toBeVisible();
  await page.getByRole("button", { name: "Ångra" }).click();
  await expect(page.getByText("Från 1 januari 2027:")).toBeHidden();
});

test("a correction is compared with what is registered, also when someone else was there first", async ({ page, account, inCompany }) => {
  const truck = await register(account);
  await page.goto(inCompany(`agreements/${truck.id}/edit`));
  await page.getByLabel("Leasingavgift", { exact: true }).fill("39 100");
  const corrected = await account.api.post(`/api/v1/companies/${account.companyId}/agreements/${truck.id}/corrections`, {
    headers: { "If-Match": `"${truck.version}"` },
    data: { patch: { cost_center: "9999" } },
  });
  expect(corrected.status()).toBe(200);
  await page.getByRole("button", { name: "Spara rättelsen" }).click();
  await expect(page.getByText(/Någon annan har ändrat/)).toBeVisible();
  await expect(page.getByLabel("Leasingavgift", { exact: true })).toHaveValue(money("39 100,00"));
  await page.getByRole("button", { name: "Spara rättelsen" }).click();
  await expect(page.getByText("Ändringen är sparad.")).toBeVisible();
});

test("a number that is taken is said at its field", async ({ page, account, inCompany }) => {
  await register(account, { number: "L-1" });
  const other = await register(account, { number: "L-2" });
  await page.goto(inCompany(`agreements/${other.id}/edit`));
  await page.getByText("Kostnadsställe, nummer och anteckningar").click();
  await page.getByLabel("Avtalsnummer").fill("L-1");
  await page.getByRole("button", { name: "Spara rättelsen" }).click();
  await expect(page.getByLabel("Avtalsnummer")).toHaveAttribute("aria-invalid", "true");
});

test("a draft waits for the one who left it", async ({ page, inCompany }) => {
  await page.goto(inCompany("agreements/new"));
  await page.getByLabel("Benämning").fill("Halvskrivet");
  await page.getByRole("navigation", { name: "Huvudmeny" }).getByRole("link", { name: "Avtal" }).click();
  await expect(page.getByText("Utkastet ligger kvar tills du stänger fliken.")).toBeVisible();
  await page.getByRole("link", { name: /Nytt avtal|Lägg in/ }).first().click();
  await expect(page.getByLabel("Benämning")).toHaveValue("Halvskrivet");
  await expect(page.getByText("Det här är ditt utkast från tidigare.")).toBeVisible();
});

test("the form follows the kind of agreement", async ({ page, inCompany }) => {
  await page.goto(inCompany("agreements/new"));
  await expect(page.getByLabel("Pris exkl. moms")).toBeVisible();
  await page.getByRole("radio", { name: "Lokal" }).check();
  await expect(page.getByLabel("Pris exkl. moms")).toBeHidden();
  await page.getByLabel("Avgiften är").selectOption("indexed");
  await expect(page.getByLabel("Index", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Lägg till ett objekt" }).click();
  await expect(page.getByLabel("Adress")).toBeVisible();
  await page.getByRole("radio", { name: "Bil" }).check();
  await expect(page.getByLabel("Märke och modell")).toBeVisible();
  await expect(page.getByLabel("Serviceavgift")).toBeVisible();
});

test("clean in both languages, light and dark, on desktop and phone", async ({ page, account, inCompany }) => {
  test.setTimeout(180_000);
  await expectCleanEverywhere(page, account, inCompany("agreements/new"), async (page) => {
    await expect(page.locator(".form-preview")).toBeVisible();
  });
  const truck = await register(account, { objects: [{ description: liftTruck.title }] });
  await expectCleanEverywhere(page, account, inCompany(`agreements/${truck.id}/edit?mode=amendment`), async (page) => {
    await expect(page.locator(".form-preview .rate-steps")).toBeVisible();
  });
});

test("an amendment begins with the terms of its day, and what nobody has typed follows another day", async ({ page, account, inCompany }) => {
  const fee_steps = [{ from: "2026-01-01", fee: "42000.00" }, { from: "2028-01-01", fee: "43000.00" }];
  const { id } = await register(account, { fee: "30000.00", fee_steps });
  await page.goto(inCompany(`agreements/${id}/edit?mode=amendment`));
  const from = page.getByLabel("Gäller från");
  const fee = page.getByRole("textbox", { name: "Leasingavgift" }).first();
  const holdsFrom = async (day: string) => {
    await from.fill(day);
    await from.blur();
  };
  await holdsFrom("2026-06-01");
  await expect(fee).toHaveValue(/^42\s000,00$/);
  await expect(page.locator(".form-nothing")).toBeVisible();
  await holdsFrom("2028-02-01");
  await expect(fee).toHaveValue(/^43\s000,00$/);
  await expect(page.locator(".form-nothing")).toBeVisible();
  await fee.fill("45000");
  await fee.blur();
  await holdsFrom("2025-08-01");
  await expect(fee).toHaveValue(/^45\s000,00$/);
  const changed = page.getByRole("table", { name: "Det här ändras" }).getByRole("row", { name: /^Leasingavgift/ });
  await expect(changed).toContainText(/30\s000/);
});
