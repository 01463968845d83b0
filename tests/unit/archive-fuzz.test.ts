/**
 * Damaged and made-up zip files: whatever arrives, the answer is a project or a refusal with a code, soon, and never a crash.
 * 200 files here, 10,000 in the long run.
 */
import { expect, test } from "vitest";
import { readProject } from "../../src/archive/read-project.ts";
import { zipOf, type Lie } from "./archive-zips.ts";

const ROUNDS = process.env["STRATA_LONG"] === "1" ? 10_000 : 200;

/** A generator of its own, so that a failing round can be repeated by its number. */
function randomOf(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

const PARTS = ["models", "seeds", ".", "a", "dbt_packages", "target", "ä", "a b", "con", "x".repeat(80)];
const HOSTILE = ["..", "", "C:", "\u0000", "a\\b"];
const NAMES = ["dbt_project.yml", "a.sql", "b.csv", "c.parquet", ".dbtignore", "d.md", "e.png", "", "f.yml", "/"];

function madeUp(random: (below: number) => number): Lie[] {
  return Array.from({ length: 1 + random(6) }, (_, index) => {
    const folders = Array.from({ length: random(4) }, () =>
      random(12) === 0 ? HOSTILE[random(HOSTILE.length)] : PARTS[random(PARTS.length)],
    );
    const path = [...folders, NAMES[random(NAMES.length)]].join("/");
    const lies = random(8) === 0;
    const binary = random(8) === 0;
    return {
      path: index === 0 && random(3) > 0 ? "dbt_project.yml" : path,
      bytes: Uint8Array.from({ length: random(300) }, () => (binary ? random(256) : 32 + random(90))),
      ...(lies
        ? {
            claims: { [["bytes", "crc", "method", "flags"][random(4)] ?? "crc"]: random(70_000) },
            unixMode: random(65_536),
          }
        : {}),
    };
  });
}

function damage(zip: Uint8Array, random: (below: number) => number): Uint8Array<ArrayBuffer> {
  if (random(2) === 0) return zip.slice();
  const damaged = zip.slice();
  for (let left = random(4); left > 0 && damaged.length > 0; left -= 1) damaged[random(damaged.length)] = random(256);
  const cut = random(6) === 0 ? random(damaged.length + 1) : damaged.length;
  return damaged.slice(random(12) === 0 ? random(cut + 1) : 0, cut);
}

test(`${ROUNDS} made-up archives are opened or refused with a code`, async () => {
  const seen = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const random = randomOf(round);
    const content = new Blob([damage(zipOf(madeUp(random)), random)]);
    const outcome = await readProject({ kind: "zip", name: "fuzz.zip", content });
    const code = outcome.ok ? "opened" : (outcome.diagnostics[0]?.code ?? "nothing");
    expect(code, `round ${round}`).toMatch(/^(opened|S00[4-8])$/);
    if (!outcome.ok) expect(outcome.diagnostics[0]?.hint, `round ${round}`).toEqual(expect.any(String));
    for (const file of outcome.ok ? outcome.value.files : [])
      expect(file.path, `round ${round}`).not.toMatch(/(^|\/)\.\.(\/|$)|^\/|\\|^[A-Za-z]:/);
    seen.set(code, (seen.get(code) ?? 0) + 1);
  }
  // The inputs reach more than one refusal, and some are whole.
  expect(seen.get("opened") ?? 0).toBeGreaterThan(ROUNDS / 50);
  expect(seen.size).toBeGreaterThan(3);
}, 600_000);
