/**
 * Browser tests over the built page (`npm run build` first; `npm run test:browser` does both). Every test starts a server of
 * its own that serves dist/ under /lab/: see tests/e2e/site.ts.
 */
import { defineConfig, devices } from "@playwright/test";
import { provideChromium } from "./scripts/chromium.ts";

const executablePath = provideChromium();
if (!executablePath) process.exit(1);
const report = process.env["STRATA_BROWSER_REPORT"];
const long = process.env["STRATA_LONG"] === "1";

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "*.spec.ts",
  testIgnore: long ? [] : ["*.long.spec.ts"],
  // Two cores are what CI has; a page waits for its database half of the time.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  outputDir: "test-results",
  reporter: report ? [["list"], ["json", { outputFile: report }]] : [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    // What is stored for offline use takes a third of a test's time; the tests that are about it allow it.
    serviceWorkers: "block",
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      args: [
        // Chromium refuses to run as root with its sandbox.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        // Every name but this machine's own is unknown: a request to another origin cannot succeed unseen.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
