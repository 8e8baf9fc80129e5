// What a reader waits for and feels: bytes of the first load, first useful paint, scrolling through 10,000 agreements.
// Each beside a page that does nothing else, by turns in the same browser. `.ci/bench-web.sh` calls it.
import { type BrowserContext, expect, test } from "@playwright/test";
import { company } from "./company.ts";
import { plainPage, plainRows, serve } from "./plain.ts";
import { heading, line, median } from "./report.ts";
import { scrolled } from "./scroll.ts";
import { visit } from "./visit.ts";

const FIRST_LOAD_LIMIT = 450_000;
const ROWS = 10_000;
const ROUNDS = 5;
const LEAST_FRAMES_PER_SECOND = 50;

test("web", async ({ browser, baseURL }) => {
  test.setTimeout(900_000);
  if (!baseURL) throw new Error("no server: start this with .ci/bench-web.sh");
  const { id, cookie } = await company(baseURL, ROWS);
  // Chromium will only be handed a Secure cookie for https, and sends it to a loopback address all the same.
  const signedIn = { ...cookie, url: baseURL.replace("http://", "https://"), secure: true, httpOnly: true, sameSite: "Lax" } as const;
  const someone = async (isSignedIn: boolean): Promise<BrowserContext> => {
    const context = await browser.newContext({ locale: "sv-SE", viewport: { width: 1280, height: 800 } });
    if (isSignedIn) await context.addCookies([signedIn]);
    return context;
  };

  heading();
  const held = [
    await firstVisit("sign-in", `${baseURL}/sign-in`, "input[type=password]", () => someone(false)),
    await firstVisit("overview", `${baseURL}/c/${id}/overview`, ".tile-value", () => someone(true)),
    await scrolling(`${baseURL}/c/${id}/agreements`, await someone(true)),
  ];
  expect(held, "bars that are met").toEqual([true, true, true]);
});

/** Bytes and time until `useful` is on the screen, each time by a browser that has never been here. */
async function firstVisit(name: string, address: string, useful: string, someone: () => Promise<BrowserContext>): Promise<boolean> {
  const { bytes } = await visit(await someone(), address, useful);
  const plain = await serve(plainPage(bytes));
  const ours: number[] = [];
  const limit: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push((await visit(await someone(), address, useful)).milliseconds);
    limit.push((await visit(await someone(), plain.address, "h1")).milliseconds);
  }
  plain.stop();

  const kilobytes = (count: number) => `${(count / 1_000).toFixed(1)} kB`;
  const milliseconds = (time: number) => `${time.toFixed(0)} ms`;
  line(`web: first useful paint, ${name}`, milliseconds(median(ours)), milliseconds(median(limit)), median(ours) / median(limit));
  return line(`web: first load, ${name}`, kilobytes(bytes), kilobytes(FIRST_LOAD_LIMIT), bytes / FIRST_LOAD_LIMIT, { atMost: 1 });
}

/** From the first row to the last: at a reader's pace, and as fast as a thumb on the scroll bar. */
async function scrolling(address: string, context: BrowserContext): Promise<boolean> {
  const list = await context.newPage();
  await list.goto(address);
  await list.locator(`[role=grid][aria-rowcount="${ROWS + 1}"]`).waitFor({ timeout: 120_000 });
  // The figures come after the rows, and a list that still waits for them is not the one that is read.
  await list.waitForLoadState("networkidle");
  const plain = await serve(plainRows(ROWS));
  const other = await context.newPage();
  await other.goto(plain.address);

  let held = true;
  for (const seconds of [30, 10]) {
    const ours = await scrolled(list, seconds);
    const limit = await scrolled(other, seconds);
    const frames = (count: number) => `${count.toFixed(0)} fps`;
    const name = `web: ${ROWS} rows in ${seconds} s`;
    line(`${name}, median second`, frames(ours.median), frames(limit.median), ours.median / limit.median);
    line(`${name}, worst second`, frames(ours.worst), frames(limit.worst), ours.worst / limit.worst);
    held = line(`  against ${LEAST_FRAMES_PER_SECOND} fps`, frames(ours.worst), frames(LEAST_FRAMES_PER_SECOND), ours.worst / LEAST_FRAMES_PER_SECOND, { atLeast: 1 }) && held;
  }
  plain.stop();
  await context.close();
  return held;
}
