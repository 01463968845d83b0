/**
 * Python's modules are loaded when a project's templates need them. Nothing here may load them in another way, so this file opens its
 * engines itself.
 */
import { beforeEach, expect, test, vi } from "vitest";
import { readBuiltins } from "../../../src/cli/project-files.ts";
import { modulesNamedIn } from "../../../src/engine/context/modules/on-demand.ts";
import type { ModuleName } from "../../../src/engine/context/modules/on-demand.ts";
import type { Engine } from "../../../src/engine/index.ts";

test.each([
  ["{{ modules.re.sub('a', 'b', 'c') }}", "re"],
  ["{{ modules . datetime.date(2024, 1, 1) }}", "datetime"],
  ["{{ modules.pytz.utc }}", "datetime"],
  ["{{ modules.itertools.chain([1], [2]) | list }}", "itertools"],
  ["{{ run_started_at }}", "datetime"],
  ["{{ fromyaml('a: 2024-01-01') }}", "datetime"],
  ["{{ modules.re.escape(x) }} {{ modules.datetime.date.min }}", "datetime re"],
  ["{{ modules['re'].escape('a') }}", "datetime itertools re"],
  ["{% set m = modules %}{{ m.re.escape('a') }}", "datetime itertools re"],
  ["{{ modules.get('re') }}", "datetime itertools re"],
  ["select node_modules, submodules.re from {{ ref('a') }}", ""],
])("%s names %s", (text, names) => {
  expect([...modulesNamedIn([{ path: "models/a.sql", text }])].sort().join(" ")).toBe(names);
});

/** A fresh engine, as a page has it that has just been opened. */
beforeEach(() => vi.resetModules());

async function opened(texts: Readonly<Record<string, string>>): Promise<Engine> {
  const { openEngine } = await import("../../../src/engine/index.ts");
  const all = { "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n", ...texts };
  return openEngine({
    files: Object.entries(all).map(([path, text]) => ({ path, text })),
    builtins: await readBuiltins(),
    warehouse: () => Promise.reject(new Error("This test has no warehouse.")),
    clock: { now: () => Date.UTC(2025, 11, 31), wall: () => 0, elapsed: () => 0 },
  });
}

/** Those of Python's modules that are loaded now. */
async function loaded(): Promise<string> {
  const { ALL_MODULES, loadedModule } = await import("../../../src/engine/context/modules/on-demand.ts");
  const isLoaded = (name: ModuleName): boolean => {
    try {
      return loadedModule(name) !== undefined;
    } catch {
      return false;
    }
  };
  return ALL_MODULES.filter(isLoaded).join(" ");
}

test("A project that needs no module of Python's loads none; compiling one of its models loads all.", async () => {
  const engine = await opened({ "models/a.sql": "{{ config(alias='b') }}select 1 as id" });
  expect(engine.diagnostics).toEqual([]);
  expect(await loaded()).toBe("");
  expect(await engine.compileText("select '{{ context['mod' ~ 'ules'].re.sub('-', '_', 'a-b') }}'")).toMatchObject({
    value: { compiled_code: "select 'a_b'" },
  });
  expect(await loaded()).toBe("datetime itertools re");
});

test.each([
  ["named", "modules.re.sub('-', '_', 'a-b')", "a_b", "re"],
  ["by a name made while it runs", "context['mod' ~ 'ules']['re'].sub('-', '_', 'a-b')", "a_b", "re"],
  ["inside a fallback", "try_or_compiler_error('no', context['mod' ~ 'ules'].re.escape, 'a.b')", "a\\.b", "re"],
  ["in a macro of dbt's", "'d' ~ dbt.py_current_timestring()[:4]", "d2025", "datetime"],
  [
    "in a text that is rendered",
    "render('{{ mod' ~ 'ules.itertools.chain([1], [2]) | list | join }}')",
    "12",
    "itertools",
  ],
])("A module is there while the project is read: %s", async (_, expression, alias, modules) => {
  const engine = await opened({ "models/a.sql": `{{ config(alias=${expression}) }}select 1 as id` });
  expect(engine.diagnostics).toEqual([]);
  expect(engine.manifest.nodes.get("model.shop.a")?.alias).toBe(alias);
  expect(await loaded()).toBe(modules);
});

test("A command whose vars bring a module along reads the project with it.", async () => {
  const engine = await opened({ "models/a.sql": "{{ config(alias=var('text', 'plain')) }}select 1 as id" });
  const vars = `{text: "{{ modules.re.sub('-', '_', 'a-b') }}"}`;
  const outcome = await engine.command(["ls", "--output", "json", "--output-keys", "alias", "--vars", vars]);
  expect(outcome.diagnostics).toEqual([]);
  expect(outcome.log).toEqual([`{"alias":"a_b"}`]);
});
