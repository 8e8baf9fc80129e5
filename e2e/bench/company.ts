// A company with as many agreements as asked for: the clean test portfolio over and over under new numbers, imported.
import { readFileSync } from "node:fs";
import type { APIRequestContext, APIResponse } from "@playwright/test";
import { type Account, signUp } from "../fixtures/account.ts";

export async function company(baseURL: string, agreements: number): Promise<{ id: string; cookie: Account["cookie"] }> {
  const { api, companyId, cookie } = await signUp(baseURL, "Mätbolaget AB");
  const path = `/api/v1/companies/${companyId}`;
  const draft = await answered(
    api.post(`${path}/imports?file_name=register.csv`, {
      headers: { "Content-Type": "application/octet-stream" },
      data: Buffer.from(register(agreements)),
      timeout: 300_000,
    }),
  );
  await answered(api.post(`${path}/imports/${draft.id}/apply`, { headers: { "If-Match": `"${draft.version}"` } }));
  await applied(api, `${path}/imports/${draft.id}`);
  await api.dispose();
  return { id: companyId, cookie };
}

function register(agreements: number): string {
  const file = new URL("../../api/tests/data/portfolio/avtal-rena.csv", import.meta.url);
  const [head = "", ...models] = readFileSync(file, "utf8").trimEnd().split(/\r?\n/);
  const rows = Array.from({ length: agreements }, (_, n) => `${n}-${models[n % models.length]}`);
  return [head, ...rows].join("\n");
}

async function applied(api: APIRequestContext, place: string): Promise<void> {
  for (const deadline = Date.now() + 300_000; Date.now() < deadline; ) {
    if ((await answered(api.get(place))).status === "applied") return;
    await new Promise((later) => setTimeout(later, 250));
  }
  throw new Error("the register was not imported within five minutes");
}

async function answered(asked: Promise<APIResponse>) {
  const answer = await asked;
  if (!answer.ok()) throw new Error(`${answer.url()} answered ${answer.status()}: ${await answer.text()}`);
  return answer.json();
}
