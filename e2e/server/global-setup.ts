import { startServer } from "./server.mjs";

/** Playwright calls what this returns after the last test. Workers inherit the environment, so they learn the address. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const server = await startServer();
  process.env["E2E_BASE_URL"] = server.url;
  return server.stop;
}
