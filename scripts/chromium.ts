/**
 * Finds a Chromium for the browser tests, installs Debian's package where that is possible, or says what to install.
 *
 *   tsx scripts/chromium.ts             prints the path, or one sentence and exit code 1
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Path of a Chromium that is on this machine, or null. `CHROMIUM_PATH` goes before all others. */
export function findChromium(): string | null {
  const given = process.env["CHROMIUM_PATH"];
  if (given) return isExecutable(given) ? given : null;
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/snap/bin"];
  const applications = ["Google Chrome", "Chromium"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  const places = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...applications];
  return places.find(isExecutable) ?? (isExecutable(chromium.executablePath()) ? chromium.executablePath() : null);
}

/** Path of a Chromium, installing one when this is Debian and we are root; null after saying what to do. */
export function provideChromium(): string | null {
  const found = findChromium();
  if (found) return found;
  const root = process.getuid?.() === 0;
  if (!process.env["CHROMIUM_PATH"] && root && existsSync("/usr/bin/apt-get")) {
    console.log("No Chromium found; installing Debian's package.");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const apt = (...args: string[]) =>
      spawnSync("apt-get", args, { stdio: ["ignore", "inherit", "inherit"], env }).status === 0;
    if (apt("update") && apt("install", "-y", "--no-install-recommends", "chromium")) return findChromium();
  }
  console.error(
    process.env["CHROMIUM_PATH"]
      ? `CHROMIUM_PATH is "${process.env["CHROMIUM_PATH"]}", which is no program that can be run.`
      : "The browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH to a Chrome or Chromium.",
  );
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const path = provideChromium();
  if (path) console.log(path);
  process.exitCode = path ? 0 : 1;
}
