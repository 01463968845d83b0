/** Arithmetic of the smaller interactives: options, cards, costs, journeys, layers. */
import { describe, expect, it } from "vitest";
import {
  layCard,
  openCards,
  readCards,
  rightAtFirst,
  type Laid,
} from "../../../src/app/learn/interactives/card-sort/card-deck.ts";
import { selectorsFor } from "../../../src/app/learn/interactives/lineage-focus/layer-rows.ts";
import { optionList, optionMap, optionNumber } from "../../../src/app/learn/interactives/option-list.ts";
import { readJourney, spanOf } from "../../../src/app/learn/interactives/order-journey/journey.ts";
import {
  costsOf,
  keptValues,
  readDrift,
  rebuildTime,
  rowsBefore,
} from "../../../src/app/learn/interactives/storage-calculator/costs.ts";

describe("an option with a list", () => {
  it("is read in order, with names as their own texts where none is given", () => {
    expect(optionList(" a = One thing | b |  ")).toEqual([
      { name: "a", text: "One thing" },
      { name: "b", text: "b" },
    ]);
    expect(optionMap("x = a = b").get("x")).toBe("a = b");
  });

  it("is a number only where it is one", () => {
    expect([optionNumber("15", 5), optionNumber(undefined, 5), optionNumber("many", 5)]).toEqual([15, 5, 5]);
  });
});

describe("a card", () => {
  const [card] = readCards(
    [{ card: 1, question: "Since when?", pile: "history", reply: "A version has a beginning." }],
    [{ card: 1, pile: "atomic", reply: "Does it know since when?" }],
  );

  it("says why it does not belong on a pile, and counts the tries", () => {
    if (card === undefined) throw new Error("no card");
    const first = layCard(new Map<string, Laid>(), card, "atomic");
    expect(first.get("1")).toMatchObject({ isRight: false, reply: "Does it know since when?" });
    expect(openCards([card], first)).toBe(1);
    const second = layCard(first, card, "history");
    expect(second.get("1")).toMatchObject({ isRight: true, tries: 2, reply: "A version has a beginning." });
    expect([openCards([card], second), rightAtFirst(second)]).toEqual([0, 0]);
  });
});

describe("20,000 customers for a year, three versions each", () => {
  const size = { customers: 20_000, features: 10, days: 365, versions: 3 };

  it("are 7.3 million daily rows and 60,000 versions", () => {
    expect(costsOf(size, 8).map((cost) => cost.rows)).toEqual([20_000, 60_000, 7_300_000]);
    expect(costsOf(size, 8)[2]?.bytes).toBe(584_000_000);
  });

  it("take as much longer as there are more rows and features", () => {
    expect(rebuildTime(size, { rows: 73_000, ms: 2 })).toBe(2000);
  });
});

describe("a changed definition", () => {
  const months = readDrift([
    { month: "2025-01-01", row_count: 10n, old_value: "0.8", new_value: "0.6" },
    { month: "2025-02-01", row_count: 20n, old_value: "0.9", new_value: "0.7" },
    { month: "2025-03-01", row_count: 30n, old_value: null, new_value: "0.5" },
  ]);

  it("leaves the past as it was, unless it is computed again", () => {
    expect(keptValues(months, "old", 1)).toEqual([0.8, 0.9, null]);
    expect(keptValues(months, "changed", 1)).toEqual([0.8, 0.7, 0.5]);
    expect(keptValues(months, "backfilled", 1)).toEqual([0.6, 0.7, 0.5]);
    expect(rowsBefore(months, 2)).toEqual({ before: 30, all: 60 });
  });
});

describe("a journey", () => {
  const steps = readJourney(
    [
      { step: 1, title: "Deal won", happened_at: "2025-01-10", table_name: "deals", why: "" },
      { step: 2, title: "Call", happened_at: null, table_name: "calls", why: "" },
      { step: 3, title: "Payment", happened_at: "2025-01-31 10:00:00", table_name: "charges", why: "" },
    ],
    [{ step: 3, column_name: "deal_id", value: 7n, is_link: true }],
  );

  it("counts days from the last step that happened", () => {
    expect(steps.map((step) => step.since)).toEqual([null, null, 21]);
    expect(spanOf(steps)).toEqual({ first: "2025-01-10", last: "2025-01-31", days: 21 });
  });

  it("has no row where nothing happened", () => {
    expect(steps[1]?.record).toEqual([]);
    expect(steps[2]?.record).toEqual([{ column: "deal_id", value: "7", isLink: true }]);
  });
});

it("offers a model, what is behind it, what follows, and one step back", () => {
  expect(selectorsFor("m")).toEqual(["m", "+m", "m+", "1+m"]);
});
