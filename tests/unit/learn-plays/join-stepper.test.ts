/** What each join does: rows, keys, the sum, and the join from which on it is wrong. */
import { describe, expect, it } from "vitest";
import {
  factorsOf,
  firstWrongSum,
  guiltyStep,
  readStates,
  shownSteps,
  statesSql,
} from "../../../src/app/learn/interactives/join-stepper/join-steps.ts";
import { readChain } from "../../../src/app/learn/interactives/query-chain.ts";

const steps = [
  { name: "customers", title: "customers" },
  { name: "with_subscriptions", title: "+ subscriptions" },
  { name: "with_devices", title: "+ devices" },
];
const row = (step: string, rows: number, keys: number, total: number) => ({
  step,
  row_count: BigInt(rows),
  key_count: BigInt(keys),
  total,
});

describe("joined one after another", () => {
  const states = readStates(
    [row("with_devices", 24, 3, 400), row("customers", 3, 3, 100), row("with_subscriptions", 4, 3, 100)],
    steps,
  );

  it("repeats the key at the first child and spoils the sum at the second", () => {
    expect(states.map((state) => state.isUnique)).toEqual([true, false, false]);
    expect(guiltyStep(states, 2)?.name).toBe("with_subscriptions");
    expect(firstWrongSum(states, 2)?.name).toBe("with_devices");
    expect(firstWrongSum(states, 1)).toBeNull();
    expect(states[2]?.factor).toBe(4);
  });

  it("is innocent until the join is made", () => {
    expect(guiltyStep(states, 0)).toBeNull();
  });

  it("grows one key by the number of each child", () => {
    expect(factorsOf([1, 3, 12, 24])).toEqual([1, 3, 4, 2]);
    expect(factorsOf([1, 0, 0])).toEqual([1, 0, 0]);
  });
});

describe("an inner join", () => {
  it("loses keys, though what is left is unique", () => {
    const states = readStates([row("customers", 3, 3, 100), row("with_subscriptions", 2, 2, 70)], steps.slice(0, 2));
    expect(guiltyStep(states, 1)).toMatchObject({ name: "with_subscriptions", lost: 1, isUnique: true });
  });
});

describe("the steps that are shown", () => {
  const chain = readChain(
    "with a as (select 1 as id), helper as (select 2 as id), b as (select * from a) select * from b",
  );

  it("are the named ones, with their titles", () => {
    const shown = shownSteps(chain, [
      { name: "a", text: "start" },
      { name: "b", text: "+ more" },
    ]);
    expect(shown.map((step) => step.title)).toEqual(["start", "+ more"]);
  });

  it("are all when none is named, and one question measures them", () => {
    expect(shownSteps(chain, []).map((step) => step.name)).toEqual(["a", "helper", "b"]);
    expect(statesSql(chain, "id", undefined).match(/union all/g)).toHaveLength(2);
  });
});
