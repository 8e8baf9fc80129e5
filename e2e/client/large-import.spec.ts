// Ten thousand rows on a server of its own: it tells how far it has come, keeps its memory, and may die on the way.
import { readFileSync } from "node:fs";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { signUp } from "../fixtures/account.ts";
import { type RunningServer, startServer } from "../server/server.mjs";

const ROWS = 10_000;
const MEMORY_LIMIT_MB = 300;

interface Import {
  id: string;
  version: number;
  status: string;
  failure: string | null;
  counts: { create: number; faulty: number };
  progress: { done: number; total: number } | null;
}

function sheet(): Buffer {
  const header = "Avtalsnummer;Benämning;Leasegivare;Avtalstyp;Startdatum;Slutdatum;Avgift;Pris;Restvärde;Kostnadsställe";
  const rows = Array.from({ length: ROWS }, (_, n) => {
    const start = `${2022 + (n % 4)}-${String(1 + (n % 12)).padStart(2, "0")}-01`;
    const end = `${2026 + (n % 4)}-12-31`;
    const fee = 2_000 + (n % 700);
    return `S-${n};Truck ${n};Leasegivare ${n % 40} AB;Finansiell leasing;${start};${end};${fee};${fee * 42};${fee * 3};${4000 + (n % 90)}`;
  });
  return Buffer.from([header, ...rows].join("\r\n"));
}

/** The most memory the process has had so far. */
function peakMb(server: RunningServer): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}

class Work {
  constructor(
    private readonly api: APIRequestContext,
    private readonly imports: string,
    private readonly id: string,
  ) {}

  static async begun(api: APIRequestContext, companyId: string): Promise<Work> {
    const imports = `/api/v1/companies/${companyId}/imports`;
    const headers = { "Content-Type": "application/octet-stream" };
    const answer = await api.post(`${imports}?file_name=stor.csv`, { headers, data: sheet(), timeout: 120_000 });
    expect(answer.status(), await answer.text()).toBe(201);
    const draft = (await answer.json()) as Import;
    expect(draft.counts).toMatchObject({ create: ROWS, faulty: 0 });
    return new Work(api, imports, draft.id);
  }

  async now(): Promise<Import> {
    return (await (await this.api.get(`${this.imports}/${this.id}`)).json()) as Import;
  }

  async apply(): Promise<void> {
    const headers = { "If-Match": `"${(await this.now()).version}"` };
    const answer = await this.api.post(`${this.imports}/${this.id}/apply`, { headers });
    expect(answer.status(), await answer.text()).toBe(202);
  }

  /** How far it had come whenever it was asked, until it was at an end or as far as asked for. */
  async watch(until = Number.POSITIVE_INFINITY): Promise<{ last: Import; seen: number[] }> {
    const seen = new Set<number>();
    for (;;) {
      const last = await this.now();
      if (last.progress) seen.add(last.progress.done);
      if (last.status !== "applying" || (last.progress?.done ?? 0) >= until) return { last, seen: [...seen] };
      await new Promise((later) => setTimeout(later, 100));
    }
  }
}

async function registered(api: APIRequestContext, companyId: string): Promise<number> {
  const overview = await api.get(`/api/v1/companies/${companyId}/debt/overview`, { timeout: 60_000 });
  return ((await overview.json()) as { agreements: number }).agreements;
}

test("ten thousand rows are applied in one go, step by step and within the memory", async () => {
  test.setTimeout(300_000);
  const server = await startServer();
  try {
    const { api, companyId } = await signUp(server.url);
    const work = await Work.begun(api, companyId);
    await work.apply();
    const { last, seen } = await work.watch();
    const peak = peakMb(server);
    console.log(`  ${ROWS} rows: seen at ${seen.join(", ")}; at most ${peak.toFixed(0)} MB`);
    expect(last.status).toBe("applied");
    expect(seen.filter((done) => done > 0 && done < ROWS).length).toBeGreaterThan(2);
    expect(peak).toBeLessThan(MEMORY_LIMIT_MB);
    expect(await registered(api, companyId)).toBe(ROWS);
    await api.dispose();
  } finally {
    await server.stop();
  }
});

test("an import whose server dies says that it was interrupted, and can be begun anew", async () => {
  test.setTimeout(300_000);
  const first = await startServer();
  let server = first;
  try {
    const { api, companyId } = await signUp(first.url);
    const work = await Work.begun(api, companyId);
    await work.apply();
    const { last } = await work.watch(1);
    expect(last.status).toBe("applying");
    server = await first.replaceKilled();

    expect((await work.now()).status).toBe("applying");
    await expect.poll(async () => (await work.now()).status, { timeout: 60_000 }).toBe("failed");
    expect((await work.now()).failure).toBe("interrupted");
    expect(await registered(api, companyId)).toBe(0);

    await work.apply();
    expect((await work.watch()).last.status).toBe("applied");
    expect(await registered(api, companyId)).toBe(ROWS);
    await api.dispose();
  } finally {
    await server.stop();
  }
});
