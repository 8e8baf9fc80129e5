// A company with as many agreements as asked for: some of the demo portfolio over and over under new numbers.
import type { APIRequestContext, APIResponse } from "@playwright/test";
import { type Account, signUp } from "../fixtures/account.ts";

const AT_ONCE = 8;
const MODELS = 50;

export async function company(baseURL: string, agreements: number): Promise<{ id: string; cookie: Account["cookie"] }> {
  const { api, companyId, cookie } = await signUp(baseURL, "Mätbolaget AB");
  const path = `/api/v1/companies/${companyId}`;
  await answered(api.post(`${path}/demo-portfolio`));
  const demo = await list(api, path);
  const models: object[] = [];
  for (const { id } of demo.slice(0, MODELS)) models.push((await answered(api.get(`${path}/agreements/${id}`))).original_terms);

  let next = demo.length;
  const write = async () => {
    while (next < agreements) {
      const n = next++;
      await answered(api.post(`${path}/agreements`, { data: { terms: { ...models[n % models.length], number: `M-${n}` } } }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, write));
  await api.dispose();
  return { id: companyId, cookie };
}

async function list(api: APIRequestContext, path: string): Promise<{ id: string }[]> {
  return (await answered(api.get(`${path}/agreements?limit=1000`))).data;
}

async function answered(asked: Promise<APIResponse>) {
  const answer = await asked;
  if (!answer.ok()) throw new Error(`${answer.url()} answered ${answer.status()}: ${await answer.text()}`);
  return answer.json();
}
