// The engine in a browser that people use computes what the server computes. The gate `parity` asks the same of Node.
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";

test("the engine gives the same digest in Chromium as natively", async ({ page }) => {
  const file = process.env["ENGINE_WASM"];
  if (!file) throw new Error("no engine to run: start the tests with make e2e");
  const wasm = readFileSync(file).toString("base64");

  // On our own page, under its content security policy.
  await page.goto("/");
  const { found, native } = await page.evaluate(async (wasm) => {
    const bytes = Uint8Array.from(atob(wasm), (byte) => byte.charCodeAt(0));
    const { instance } = await WebAssembly.instantiate(bytes, {});
    const hex = (name: string) => BigInt.asUintN(64, (instance.exports[name] as () => bigint)()).toString(16);
    return { found: hex("digest"), native: hex("expected") };
  }, wasm);

  // Asserted of the native engine by its own test.
  expect(found).toBe(native);
});
