/**
 * Whatever breaks in the project's files ends in a diagnostic with code, file, line and hint; after the repair everything builds.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { lineColumn, openEngine } from "../../src/engine/index.ts";
import type { Diagnostic, Engine, SourceFile, Warehouse } from "../../src/engine/index.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import { createFileLoader } from "../../src/cli/file-loader.ts";
import { readBuiltins, readProjectFiles } from "../../src/cli/project-files.ts";
import { systemClock } from "../../src/cli/native-engine.ts";
import { DAMAGE_KINDS, createDice, damage } from "../support/damage.ts";
import type { Damage } from "../support/damage.ts";

const PROJECT = "src/models";
const WANTED = 60;
/** One throw of the dice in `npm test`, more in `npm run test:long`. */
const SEEDS = process.env["STRATA_LONG"] === "1" ? [20251231, 7, 42, 1001, 90210] : [20251231];

let warehouse: Warehouse;
let files: SourceFile[];
let builtins: SourceFile[];
const loader = createFileLoader(PROJECT);

function engineOf(changed: readonly SourceFile[]): Promise<Engine> {
  return openEngine({
    files: changed,
    builtins,
    warehouse: () => Promise.resolve(warehouse),
    clock: systemClock(Date.UTC(2025, 11, 31)),
    env: { STRATA_DATA_DIR: "../../public/data/tiny" },
    loadSources: loader,
  });
}

/** The models, seeds and snapshots: what the tests of the project say is held elsewhere (project.test.ts). */
const BUILD = "build --exclude-resource-type test --exclude-resource-type unit_test";

beforeAll(async () => {
  files = await readProjectFiles(PROJECT);
  builtins = await readBuiltins();
  warehouse = await openNodeWarehouse({ threads: 2 });
  expect((await (await engineOf(files)).command(BUILD)).exitCode).toBe(0);
}, 600_000);
afterAll(async () => warehouse.close());

test.each(SEEDS)(
  `${WANTED} damages of six kinds, each told with code, file, line and hint (seed %i)`,
  { timeout: 1_800_000 },
  async (seed) => {
    const intact = await engineOf(files);
    const downstream = (model: string): string[] => {
      const outcome = intact.select(`${model}+`, model);
      return outcome.ok
        ? outcome.value.filter((id) => id.startsWith("model.")).map((id) => id.split(".").at(-1) ?? "")
        : [];
    };
    const dice = createDice(seed);
    const wrong: string[] = [];
    const told = new Map<string, number>();
    let valid = 0;
    for (let round = 0; [...told.values()].reduce((sum, count) => sum + count, 0) < WANTED; round += 1) {
      expect(round, "the dice find enough places").toBeLessThan(WANTED * 10);
      const kind = DAMAGE_KINDS[round % DAMAGE_KINDS.length] ?? "cycle";
      if ((told.get(kind) ?? 0) >= WANTED / DAMAGE_KINDS.length) continue;
      const done = damage(kind, files, dice, downstream);
      if (!done) continue;
      const found = await findings(done);
      if (found.length === 0) {
        valid += 1;
        continue;
      }
      told.set(kind, (told.get(kind) ?? 0) + 1);
      if (!found.some((item) => tells(item, done)))
        wrong.push(
          `${done.kind} ${done.path}:${done.line} (${done.what}) was told as: ${found.slice(0, 3).map(shown).join(" | ")}`,
        );
    }
    expect(wrong).toEqual([]);
    expect([...told.values()]).toEqual(DAMAGE_KINDS.map(() => WANTED / DAMAGE_KINDS.length));
    expect(valid, "most damages damage").toBeLessThan(WANTED);
    expect((await (await engineOf(files)).command(BUILD)).exitCode, "the repaired project builds").toBe(0);

    /** Errors of reading the project, or else of running the damaged model. */
    async function findings(done: Damage): Promise<readonly Diagnostic[]> {
      const engine = await engineOf(
        files.map((file) => (file.path === done.path ? { path: file.path, text: done.text } : file)),
      );
      const errors = engine.diagnostics.filter((item) => item.severity === "error");
      if (errors.length > 0 || done.kind !== "SQL error") return errors;
      const name = done.path.replace(/^.*\//, "").replace(/\.sql$/, "");
      const outcome = await engine.command(`run --full-refresh --select ${name}`);
      expect(outcome.exitCode).toBe(outcome.diagnostics.length > 0 ? 1 : 0);
      return outcome.diagnostics;
    }

    function tells(item: Diagnostic, done: Damage): boolean {
      if (!item.code || !item.hint || item.at?.path !== done.path) return false;
      const [first, last] = [item.at.from, item.at.to].map((at) => lineColumn(done.text, at).line);
      // An entry of a YAML file is shown whole.
      return first !== undefined && last !== undefined && first - 1 <= done.line && done.line <= last + 1;
    }

    function shown(item: Diagnostic): string {
      const text = files.find((file) => file.path === item.at?.path)?.text ?? "";
      return `${item.code} ${item.at?.path ?? "nowhere"}:${lineColumn(text, item.at?.from ?? 0).line} ${item.message}`;
    }
  },
);
