/** The tables that a lesson begins with: made without being told to, as soon as nothing else is being built. */
import { expect, test } from "vitest";
import { LessonTables } from "../../src/app/learn/lesson-tables.svelte.ts";
import type { Session } from "../../src/app/session/session.svelte.ts";
import { succeed } from "../../src/engine/core/errors.ts";

function openTables(): { readonly tables: LessonTables; readonly run: { running: boolean }; readonly made: string[] } {
  const held = new Set<string>();
  const made: string[] = [];
  const run = { running: false };
  const api = {
    lessonTables: (names: readonly string[]) =>
      Promise.resolve(succeed({ missing: names.filter((name) => !held.has(name)), beside: false })),
    lessonStandUp: (names: readonly string[]) => {
      for (const name of names) held.add(name);
      made.push(...names);
      return Promise.resolve(succeed(true));
    },
  };
  const ask = (question: (given: typeof api) => unknown) => question(api);
  const session = { project: { manifest: {} }, warehouse: { kind: "ready" }, run, ask, askRows: ask };
  return { tables: new LessonTables(["orders"], session as unknown as Session), run, made };
}

test("a lesson that is opened makes its tables by itself", async () => {
  const { tables, made } = openTables();
  await tables.refresh();
  expect([tables.state, made]).toEqual(["built", ["orders"]]);
});

test("while a picture of the lesson is being built, no button asks for the tables: they are made right after", async () => {
  const { tables, run, made } = openTables();
  run.running = true;
  await tables.refresh();
  expect([tables.state, made]).toEqual(["unknown", []]);
  run.running = false;
  await tables.refresh();
  expect([tables.state, made]).toEqual(["built", ["orders"]]);
});

test("whoever only looks, as before a workshop, makes nothing", async () => {
  const { tables, made } = openTables();
  await tables.look();
  expect([tables.state, made]).toEqual(["missing", []]);
  await tables.refresh();
  expect([tables.state, made]).toEqual(["built", ["orders"]]);
});

test("whoever stops while the database is asked makes nothing either", async () => {
  const { tables, made } = openTables();
  await tables.refresh(() => true);
  expect(made).toEqual([]);
});
