// One first visit, as the browser itself accounts for it.
import type { BrowserContext } from "@playwright/test";

export interface Visit {
  /** Of the page and its program, as they travelled; answers of the API left out. */
  bytes: number;
  /** From the start of the navigation until the useful thing is on the screen. */
  milliseconds: number;
}

export async function visit(context: BrowserContext, address: string, useful: string): Promise<Visit> {
  const page = await context.newPage();
  await page.addInitScript((selector) => {
    const look = (): void => {
      // What is found before a frame is on the screen after it.
      if (document.querySelector(selector)) requestAnimationFrame(() => Object.assign(window, { usefulAt: performance.now() }));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, useful);
  await page.goto(address);
  await page.waitForFunction(() => "usefulAt" in window);
  const seen = await page.evaluate(() => {
    const milliseconds: number = Reflect.get(window, "usefulAt");
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")] as PerformanceResourceTiming[];
    const program = entries.filter((entry) => entry.startTime < milliseconds && !entry.name.includes("/api/"));
    // What was preloaded is listed again, without a transfer, when it is used.
    const travelled = program.filter((entry) => entry.transferSize > 0);
    return { bytes: travelled.reduce((sum, entry) => sum + entry.encodedBodySize, 0), milliseconds };
  });
  await context.close();
  return seen;
}
