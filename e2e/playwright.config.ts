import { execFileSync } from "node:child_process";
import { defineConfig } from "@playwright/test";

const chromium = execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();

// The second line keeps Chromium from talking to anybody but our server.
const args = [
  "--disable-gpu", "--no-first-run",
  "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export default defineConfig({
  globalSetup: "./server/global-setup.ts",
  outputDir: "./test-results",
  // A test that needs a second try has a fault: the clock of the browser is the only thing that differs.
  retries: 0,
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    ...(process.env["E2E_BASE_URL"] ? { baseURL: process.env["E2E_BASE_URL"] } : {}),
    locale: "sv-SE",
    timezoneId: "Europe/Stockholm",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: { executablePath: chromium, chromiumSandbox: false, args },
  },
  projects: [
    { name: "browser", testDir: "./tests", use: { browserName: "chromium", viewport: { width: 1280, height: 800 } } },
    // The REST API as a partner meets it, by a client generated from openapi.yaml. No browser.
    { name: "client", testDir: "./client" },
    // What a reader waits for, measured and printed: .ci/bench-web.sh.
    // A trace watches every change of the page, which is what would then be measured.
    { name: "bench", testDir: "./bench", use: { browserName: "chromium", trace: "off", screenshot: "off" } },
  ],
});
