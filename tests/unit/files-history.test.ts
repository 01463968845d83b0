/** The history of texts is small, in order, and never loses the newest point of a file. */
import { describe, expect, test } from "vitest";
import type { ChangeCause, KeptChange } from "../../src/store/change-store.ts";
import { createMemoryRecords } from "../../src/store/memory-records.ts";
import { createStore } from "../../src/store/store.ts";
import { changesToDrop, MOST_CHANGES, MOST_LENGTH } from "../../src/store/thin-changes.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** 2025-12-31 12:00 UTC. */
const NOW = 1_767_182_400_000;

let number = 0;
function change(ago: number, path = "a.sql", cause: ChangeCause = "typed", length = 100): KeptChange {
  number += 1;
  return { at: NOW - ago, number, path, cause, step: number, label: null, added: 1, removed: 0, length };
}
const keptOf = (changes: readonly KeptChange[]) => {
  const dropped = new Set(changesToDrop(changes, NOW));
  return changes.filter((one) => !dropped.has(one)).map((one) => NOW - one.at);
};

describe("thinning", () => {
  test("all of the last hour stays", () => {
    const changes = Array.from({ length: 60 }, (_, minute) => change(minute * MINUTE));
    expect(changesToDrop(changes, NOW)).toEqual([]);
  });
  test("older points stand for five minutes, then for an hour, then for a day", () => {
    const every = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => change(from + index * MINUTE));
    expect(keptOf(every(2 * HOUR, 10))).toHaveLength(3);
    expect(keptOf(every(2 * DAY, 120))).toHaveLength(3);
    expect(keptOf(every(10 * DAY, 800))).toHaveLength(2);
  });
  test("of a slot the newest point stays, and other files do not count", () => {
    expect(keptOf([change(2 * HOUR + 1000), change(2 * HOUR + 2000), change(2 * HOUR + 3000, "b.sql")])).toEqual([
      2 * HOUR + 1000,
      2 * HOUR + 3000,
    ]);
  });
  test("what was done on purpose stays for a week", () => {
    const times = [2 * DAY + 1000, 2 * DAY + 2000];
    expect(keptOf(times.map((ago) => change(ago, "a.sql", "renamed")))).toEqual(times);
    expect(keptOf([9 * DAY + 1000, 9 * DAY + 2000].map((ago) => change(ago, "a.sql", "renamed")))).toHaveLength(1);
  });
  test("beyond the limits the oldest go first, but never a file's newest", () => {
    const many = Array.from({ length: MOST_CHANGES + 50 }, (_, index) => change(index * 10));
    const old = change(300 * DAY, "old.sql");
    const dropped = changesToDrop([old, ...many], NOW);
    expect(dropped).toHaveLength(51);
    expect(dropped).not.toContain(old);
    const huge = [change(0), change(10, "a.sql", "typed", MOST_LENGTH), change(20, "a.sql", "typed", 5)];
    expect(keptOf(huge)).toEqual([0]);
  });
});

describe("the store", () => {
  test("lists points newest first and gives their texts, also that a file was gone", async () => {
    const store = createStore(createMemoryRecords(), null);
    const [first, second] = [change(2000), { ...change(1000, "a.sql", "deleted"), length: -1 }];
    await store.addChange("main", first, "select 1");
    await store.addChange("main", second, null);
    await store.addChange("other", change(0), "select 2");
    expect(await store.listChanges("main")).toEqual([second, first]);
    expect(await store.changeText("main", first)).toBe("select 1");
    expect(await store.changeText("main", second)).toBeNull();
    await store.dropChanges("main", [first]);
    expect(await store.listChanges("main")).toEqual([second]);
    expect(await store.changeText("main", first)).toBeUndefined();
  });
});
