import { beforeEach, describe, expect, test, vi } from "vitest";
import { LessonRecord } from "../../src/app/learn/lesson-record.svelte.ts";
import { diagnostic, fail } from "../../src/engine/core/errors.ts";
import type { Diagnostic } from "../../src/engine/core/errors.ts";
import { createMemoryRecords } from "../../src/store/memory-records.ts";
import { createStore } from "../../src/store/store.ts";
import type { Store } from "../../src/store/store.ts";

let store: Store;
let problems: Diagnostic[];
const kept = new Map<string, string>();
let clock = 0;

beforeEach(() => {
  store = createStore(createMemoryRecords(), null);
  problems = [];
  kept.clear();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

async function open(): Promise<LessonRecord> {
  const record = new LessonRecord("m2.04", {
    store: Promise.resolve(store),
    workspace: "main",
    now: () => (clock += 1),
    onproblem: (problem) => problems.push(problem),
  });
  await record.load();
  return record;
}

describe("what a learner did", () => {
  test("an emptied editor stays empty, and one that was never touched has no text of its own", async () => {
    const first = await open();
    expect(first.exercise("a").draft).toBeNull();
    first.update("a", { draft: "" });
    await first.flush();
    expect((await open()).exercise("a").draft).toBe("");
  });

  test("is there again when the lesson is opened again", async () => {
    const first = await open();
    first.update("a", { draft: "select 1", hints: 2 });
    first.setAnswer("rows", { atomic: 3 });
    first.finish();
    await first.flush();
    const again = await open();
    expect([again.exercise("a").draft, again.exercise("a").hints, again.answer("rows")]).toEqual([
      "select 1",
      2,
      { atomic: 3 },
    ]);
    expect(again.progress.finished_at).toBe(first.progress.finished_at);
  });

  test("survives a page that goes away before it was saved", async () => {
    const first = await open();
    store.saveProgress = () => new Promise(() => undefined);
    first.update("a", { draft: "typed at the last moment" });
    first.carryOver();
    store = createStore(createMemoryRecords(), null);
    const again = await open();
    expect(again.exercise("a").draft).toBe("typed at the last moment");
    expect((await store.loadProgress("main")).get("m2.04")?.exercises["a"]?.draft).toBe("typed at the last moment");
    expect(kept.size).toBe(0);
  });

  test("is not replaced by an older copy", async () => {
    const first = await open();
    first.update("a", { draft: "old" });
    first.carryOver();
    const old = [...kept.values()][0] ?? JSON.stringify(first.progress);
    first.update("a", { draft: "new" });
    await first.flush();
    kept.set("strata.lesson.main.m2.04", old);
    expect((await open()).exercise("a").draft).toBe("new");
  });

  test("keeps every attempt, newest first", async () => {
    const record = await open();
    await record.addAttempt({ exercise: "a", text: "select 1", passed: false, headline: "No.", code: "M-GRAIN" });
    await record.addAttempt({ exercise: "a", text: "select 2", passed: true, headline: "Correct.", code: null });
    expect((await record.attempts("a")).map((attempt) => attempt.text)).toEqual(["select 2", "select 1"]);
  });

  test("stays in the page and is reported when the device refuses to keep it", async () => {
    const record = await open();
    store.saveProgress = async () => Promise.resolve(fail(diagnostic("S002", "The disk is full.")));
    record.update("a", { draft: "select 1" });
    await record.flush();
    expect([record.exercise("a").draft, problems[0]?.code]).toEqual(["select 1", "S002"]);
  });
});
