import { signUp, orgNumber } from "../fixtures/account.ts";
import { expect, test } from "../fixtures/app.ts";
import { expectAccessible } from "../fixtures/axe.ts";

test("an owner adds a person, changes the role, removes and takes it back", async ({ page, baseURL, inCompany }) => {
  const colleague = await signUp(baseURL ?? "", "Grannbolaget AB");
  await page.goto(inCompany("settings/people"));
  await page.getByRole("button", { name: "Lägg till person" }).click();
  const dialog = page.getByRole("dialog", { name: "Lägg till person" });
  await dialog.getByLabel("E-postadress").fill("ingen.alls@example.test");
  await dialog.getByRole("button", { name: "Lägg till person" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Ingen har ett konto med den e-postadressen");
  await expectAccessible(page);
  await dialog.getByLabel("E-postadress").fill(colleague.email);
  await dialog.getByRole("button", { name: "Lägg till person" }).click();
  const row = page.getByRole("row", { name: new RegExp(colleague.email) });
  await expect(row).toBeVisible();

  await row.getByRole("combobox").selectOption("Läsare");
  await expect(page.getByText(/har nu rollen Läsare/)).toBeVisible();
  await page.getByRole("button", { name: "Ångra" }).click();
  await expect(row.getByRole("combobox")).toHaveValue("editor");

  await row.getByRole("button", { name: /^Ta bort/ }).click();
  await expect(row).toBeHidden();
  await page.getByRole("button", { name: "Ångra" }).last().click();
  await expect(row).toBeVisible();
  await colleague.api.dispose();
});

test("the last owner cannot leave, and is told why", async ({ page, account, inCompany }) => {
  await page.goto(inCompany("settings/people"));
  const row = page.getByRole("row", { name: new RegExp(account.email) });
  await row.getByRole("combobox").selectOption("Läsare");
  await expect(page.getByText("Företaget måste ha minst en ägare.", { exact: false })).toBeVisible();
  await expect(row.getByRole("combobox")).toHaveValue("owner");
});

test("a reader sees the settings and can change nothing", async ({ page, baseURL, account, inCompany }) => {
  const other = await signUp(baseURL ?? "", "Moderbolaget AB");
  const added = await other.api.post(`/api/v1/companies/${other.companyId}/members`, {
    data: { email: account.email, role: "reader" },
  });
  expect(added.status()).toBe(201);
  await page.goto(`/c/${other.companyId}/settings/company`);
  await expect(page.getByText("Bara företagets ägare kan ändra här.")).toBeVisible();
  await expect(page.getByLabel("Företagets namn")).toBeDisabled();
  await page.goto(`/c/${other.companyId}/settings/people`);
  await expect(page.getByRole("row", { name: new RegExp(account.email) })).toBeVisible();
  await expect(page.getByRole("button", { name: "Lägg till person" })).toBeHidden();
  await page.getByRole("button", { name: /byt företag/ }).first().click();
  await page.getByRole("link", { name: "Testbolaget AB" }).click();
  await expect(page).toHaveURL(new RegExp(inCompany("overview")));
  await other.api.dispose();
});

test("the company's name is changed, and a change by someone else is not overwritten", async ({ page, account, inCompany }) => {
  await page.goto(inCompany("settings/company"));
  const name = page.getByLabel("Företagets namn");
  await name.fill("Testbolaget Norden AB");
  await page.getByRole("button", { name: "Spara" }).click();
  await expect(page.getByText("Sparat.")).toBeVisible();
  await expect(page.getByRole("button", { name: /Testbolaget Norden AB.*byt företag/ }).first()).toBeVisible();

  const current = await (await account.api.get(`/api/v1/companies/${account.companyId}`)).json();
  await account.api.patch(`/api/v1/companies/${account.companyId}`, {
    headers: { "If-Match": `"${current.version}"` },
    data: { name: "Ändrat av någon annan" },
  });
  await name.fill("Mitt namn");
  await page.getByRole("button", { name: "Spara" }).click();
  await expect(page.getByText("Någon annan har ändrat det här", { exact: false })).toBeVisible();
  await expect(name).toHaveValue("Ändrat av någon annan");
});

test("a further company is added and opened", async ({ page, inCompany }) => {
  await page.goto(inCompany("settings"));
  await page.getByRole("button", { name: /byt företag/ }).first().click();
  await page.getByRole("link", { name: "Lägg till företag" }).click();
  await expect(page.getByRole("heading", { name: "Lägg till företag" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Företagets namn").fill("Dotterbolaget AB");
  await page.getByLabel("Organisationsnummer").fill(orgNumber());
  await page.getByRole("button", { name: "Lägg till", exact: true }).click();
  await expect(page).toHaveURL(/\/overview$/);
  await expect(page.getByRole("button", { name: /Dotterbolaget AB.*byt företag/ }).first()).toBeVisible();
});
