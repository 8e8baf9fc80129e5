import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import createClient, { type Middleware } from "openapi-fetch";
import { signUp } from "../fixtures/account.ts";
import type { paths } from "./schema.d.ts";

const portfolio = new URL("../../api/tests/data/portfolio/", import.meta.url);
const expected = JSON.parse(readFileSync(new URL("expected.json", portfolio), "utf8"));
const DAY = "2025-12-31";

/** What a browser does by itself: keeps the cookie, says where it comes from, and sends the token of the session. */
function session(origin: string): Middleware & { token: string } {
  let cookie = "";
  return {
    token: "",
    onRequest({ request }) {
      request.headers.set("Origin", origin);
      if (cookie) request.headers.set("Cookie", cookie);
      if (this.token) request.headers.set("X-CSRF-Token", this.token);
    },
    onResponse({ response }) {
      cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
    },
  };
}

test("a client generated from openapi.yaml signs in, imports a portfolio and reads its debt", async ({ baseURL }) => {
  if (!baseURL) throw new Error("no server: start the tests with make contract");
  const { email, password, companyId, api } = await signUp(baseURL);
  await api.dispose();
  const client = createClient<paths>({ baseUrl: baseURL });
  const browserish = session(baseURL);
  client.use(browserish);

  const signedIn = await client.POST("/api/v1/sessions", { body: { email, password } });
  browserish.token = signedIn.data?.csrf_token ?? "";
  expect(signedIn.response.status).toBe(200);

  const company = { company_id: companyId };
  for (const currency of ["EUR", "NOK"] as const) {
    const body = { currency, on: DAY, rate: expected.fx_to_sek[currency][DAY], source: "expected.json" };
    const rate = await client.POST("/api/v1/companies/{company_id}/exchange-rates", { params: { path: company }, body });
    expect(rate.error).toBeUndefined();
  }

  const uploaded = await client.POST("/api/v1/companies/{company_id}/imports", {
    params: { path: company, query: { file_name: "avtal-rena.csv" } },
    headers: { "Content-Type": "application/octet-stream" },
    body: readFileSync(new URL("avtal-rena.csv", portfolio)) as never,
    bodySerializer: (bytes) => bytes,
  });
  const draft = uploaded.data;
  if (!draft) throw new Error(JSON.stringify(uploaded.error));
  expect(draft.counts).toMatchObject({ create: 400, faulty: 0 });

  const place = { company_id: companyId, import_id: draft.id };
  const applying = await client.POST("/api/v1/companies/{company_id}/imports/{import_id}/apply", {
    params: { path: place, header: { "If-Match": `"${draft.version}"` } },
  });
  expect(applying.response.status).toBe(202);
  const status = async () => {
    const now = await client.GET("/api/v1/companies/{company_id}/imports/{import_id}", { params: { path: place } });
    return now.data?.status;
  };
  await expect.poll(status, { timeout: 20_000 }).toBe("applied");

  const overview = await client.GET("/api/v1/companies/{company_id}/debt/overview", {
    params: { path: company, query: { as_of: DAY } },
  });
  expect(overview.data?.debt.total).toEqual({ amount: expected.totals[DAY].debt_sek, currency: "SEK" });
  expect(overview.data?.average_rate.average?.effective_percent).toBe(expected.totals[DAY].average_effective_pct);
  expect(overview.data?.extended.count).toBe(expected.totals[DAY].extended);
});
