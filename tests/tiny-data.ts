/**
 * Makes the tiny tier of the seed data once, before any test, when it is missing. No test reads another tier.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

export default function tinyData(): void {
  const catalog = resolve(root, "public/data/catalog.json");
  if (!existsSync(resolve(root, "scripts/data.ts"))) return;
  if (existsSync(catalog)) {
    const parsed = JSON.parse(readFileSync(catalog, "utf8")) as { tiers?: Record<string, unknown> };
    if (parsed.tiers?.["tiny"]) return;
  }
  const made = spawnSync(process.execPath, ["--import", "tsx", "scripts/data.ts", "--tier", "tiny"], {
    cwd: root,
    stdio: "inherit",
  });
  if (made.status !== 0) throw new Error("The tiny seed data could not be made; the output above says why.");
}
