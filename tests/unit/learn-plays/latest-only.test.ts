import { expect, test } from "vitest";
import { latestOnly } from "../../../src/app/learn/interactives/latest-only.ts";

test("values that come while one is worked on are passed over, but for the newest", async () => {
  const seen: number[] = [];
  const waiting: (() => void)[] = [];
  const set = latestOnly((value: number) => {
    seen.push(value);
    return new Promise<void>((resolve) => waiting.push(resolve));
  });
  const answer = async (): Promise<void> => {
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  set(1);
  set(2);
  set(3);
  expect(seen).toEqual([1]);
  await answer();
  expect(seen).toEqual([1, 3]);
  await answer();
  set(4);
  expect(seen).toEqual([1, 3, 4]);
});
