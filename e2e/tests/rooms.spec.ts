// The shipped app travels by room. A build for development is in one piece and has no such files.
import { expect, test } from "../fixtures/app.ts";

const rooms = ["overview", "agreements", "import", "settings"];

test.beforeEach(async ({ request }) => {
  const html = await (await request.get("/")).text();
  const boot = /src="([^"]*boot[^"]*)"/.exec(html)?.[1] ?? "";
  const isCut = (await (await request.get(boot)).text()).includes("split_overview");
  test.skip(!isCut, "a build for development");
});

for (const room of rooms) {
  test(`the address ${room} fetches that room beside the program`, async ({ page, inCompany }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(inCompany(room));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

    const own = asked.findIndex((path) => path.endsWith(`/split_${room}.wasm`));
    const api = asked.findIndex((path) => path.startsWith("/api/"));
    expect(own, "asked for").toBeGreaterThan(-1);
    expect(own, "before the program runs").toBeLessThan(api);
  });
}

test("a room that cannot be fetched says so and is asked for again", async ({ page, inCompany }) => {
  await page.route("**/split_settings.wasm", (route) => route.abort());
  await page.goto(inCompany("overview"));
  await expect(page.getByRole("heading", { level: 1, name: "Översikt" })).toBeVisible();
  await page.getByRole("link", { name: "Inställningar" }).click();
  const again = page.getByRole("button", { name: "Försök igen" });
  await expect(again).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(0);

  await page.unroute("**/split_settings.wasm");
  await again.click();
  await expect(page.getByRole("heading", { level: 1, name: "Inställningar" })).toBeVisible();
});
