/** Reading a project may wait for code to load; edits that come meanwhile are still done in the order in which they were made. */
import { expect, test } from "vitest";
import { readBuiltins } from "../../src/cli/project-files.ts";
import { Workbench } from "../../src/worker/workbench.ts";

const never = (): Promise<never> => Promise.reject(new Error("Not asked here."));

test("The last edit stays, though the one before it waited for a module of Python's.", async () => {
  const bench = new Workbench({
    bundled: [],
    builtins: await readBuiltins(),
    lentMacros: never,
    openParser: never,
    openWarehouse: never,
    createLoader: () => ({ ensure: never }),
    planData: never,
    wall: () => 0,
    elapsed: () => 0,
  });
  const files = [
    { path: "dbt_project.yml", text: "name: shop\nversion: '1.0'\nprofile: shop\n" },
    { path: "models/a.sql", text: "select 1 as id" },
  ];
  const opened = await bench.open({
    workspace: "main",
    project: { files, data: [] },
    overlay: {},
    tier: "tiny",
    dataUrl: "https://example.test/data/",
  });
  expect(opened.ok).toBe(true);

  const finished: string[] = [];
  const edit = async (name: string, text: string): Promise<void> => {
    const { ok } = await bench.edit({ "models/a.sql": text });
    finished.push(ok ? name : `${name} failed`);
  };
  await Promise.all([
    edit("first", "{{ config(alias=modules.re.sub('-', '_', 'a-b')) }}select 2 as id"),
    edit("second", "select 3 as id"),
  ]);
  expect(finished).toEqual(["first", "second"]);
  expect(await bench.compile("model.shop.a")).toMatchObject({ value: { compiled_code: "select 3 as id" } });
});
