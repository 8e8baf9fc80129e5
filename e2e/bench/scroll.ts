// Frames while a grid is scrolled at a steady pace from its first row to its last.
import type { Page } from "@playwright/test";
import { median } from "./report.ts";

export interface Frames {
  /** Of all whole seconds. */
  median: number;
  worst: number;
}

export async function scrolled(page: Page, seconds: number): Promise<Frames> {
  await page.bringToFront();
  const times = await page.evaluate(async (seconds) => {
    const grid = document.querySelector("[role=grid]");
    if (!grid) throw new Error("there is no list to scroll");
    const frame = () => new Promise<number>((drawn) => requestAnimationFrame(drawn));
    grid.scrollTop = 0;
    for (let warm = 0; warm < 30; warm += 1) await frame();

    const height = grid.scrollHeight - grid.clientHeight;
    const start = await frame();
    const times: number[] = [];
    for (let now = start; now - start < seconds * 1_000; now = await frame()) {
      times.push(now - start);
      grid.scrollTop = (height * (now - start)) / (seconds * 1_000);
    }
    if (grid.scrollTop < height * 0.95) throw new Error("the list was not scrolled to its end");
    return times;
  }, seconds);
  const perSecond = Array.from({ length: seconds }, (_, second) => times.filter((time) => Math.floor(time / 1_000) === second).length);
  return { median: median(perSecond), worst: Math.min(...perSecond) };
}
