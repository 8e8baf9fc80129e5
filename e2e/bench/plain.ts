// What the browser can do at best: a page of as many bytes, and a list of as many rows that has nothing to say.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

/** A heading after so many bytes that no decoder makes smaller. */
export function plainPage(bytes: number): string {
  const [before, after] = ["<!doctype html><title>plain</title><!--", "--><h1>plain</h1>"];
  const filling = randomBytes(bytes).toString("base64").slice(0, bytes - before.length - after.length);
  return `${before}${filling}${after}`;
}

/** Of the same row height as ours; rows in view are filled with their number when the list is scrolled. */
export function plainRows(rows: number): string {
  return `<!doctype html><title>plain</title>
<style>
  [role=grid] { height: 600px; overflow: auto }
  #body { position: relative; height: ${rows * 36}px }
  [role=row] { position: absolute; height: 36px; width: 100% }
</style>
<div role="grid"><div id="body"></div></div>
<script>
  const grid = document.querySelector("[role=grid]");
  const pool = Array.from({ length: 26 }, () => {
    const row = document.createElement("div");
    row.setAttribute("role", "row");
    document.getElementById("body").append(row);
    return row;
  });
  const draw = () => {
    const first = Math.max(0, Math.min(${rows} - pool.length, Math.floor(grid.scrollTop / 36) - 4));
    pool.forEach((row, n) => {
      row.textContent = "Row " + (first + n);
      row.style.transform = "translateY(" + (first + n) * 36 + "px)";
    });
  };
  grid.addEventListener("scroll", draw);
  draw();
</script>`;
}

export async function serve(html: string): Promise<{ address: string; stop: () => void }> {
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8").end(html);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port for the plain page");
  return { address: `http://127.0.0.1:${address.port}/`, stop: () => void server.close() };
}
