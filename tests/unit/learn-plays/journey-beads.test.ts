import { describe, expect, test } from "vitest";
import {
  axisDays,
  beadScale,
  lanesOf,
  readJourneys,
  stateOf,
} from "../../../src/app/learn/interactives/journey-beads/beads.ts";
import { inOrder, signOf } from "../../../src/app/learn/interactives/journey-beads/channel-signs.ts";

const bead = (days: number, isUsed = false) => ({ touch: "1", channel: "organic", days, isUsed });

describe("a touch", () => {
  test("exactly as old as the look-back is out, at the sale itself it is in", () => {
    expect(stateOf(bead(30), 30)).toBe("old");
    expect(stateOf(bead(29.999), 30)).toBe("counts");
    expect(stateOf(bead(0), 30)).toBe("counts");
  });

  test("after the sale never counts, and neither does one that the sale before has claimed", () => {
    expect(stateOf(bead(-0.001), 180)).toBe("late");
    expect(stateOf(bead(5, true), 180)).toBe("used");
  });
});

describe("journeys", () => {
  test("hold their touches from the earliest to the latest, and stay without one", () => {
    const row = { title: "Anchor", channel: "email", used_up: null };
    const journeys = readJourneys([
      { ...row, journey: 1, touch_id: 12, days_before: 3 },
      { ...row, journey: 1, touch_id: 11, days_before: 9 },
      { ...row, journey: 2, touch_id: 0, days_before: null },
    ]);
    expect(journeys.map((journey) => journey.beads.map((item) => item.touch))).toEqual([["11", "12"], []]);
  });
});

describe("beads", () => {
  test("that would cover each other lie above and below the string", () => {
    expect(lanesOf([10, 40, 42, 44, 80], 12)).toEqual([0, 0, -1, 1, 0]);
  });

  test("when all lanes are taken, one covers the bead that is farthest away", () => {
    expect(lanesOf([10, 11, 12, 13], 12)).toEqual([0, -1, 1, 0]);
  });

  test("with more credit are larger, and without any a dot", () => {
    expect(beadScale(1)).toBeGreaterThan(beadScale(0.25));
    expect(beadScale(0.25)).toBeGreaterThan(beadScale(0));
  });
});

test("the axis has a mark at the sale and at even days before it", () => {
  expect(axisDays(180)).toEqual([0, 30, 60, 90, 120, 150, 180]);
  expect(axisDays(20)).toEqual([0, 7, 14]);
});

describe("signs of channels", () => {
  test("no two channels share shape, colour and filling", () => {
    const channels = inOrder(["direct", "email", "organic", "linkedin", "referral", "partner", "google_brand"]);
    const seen = channels.map((channel) => JSON.stringify(signOf(channel)));
    expect(new Set(seen).size).toBe(channels.length);
  });

  test("a channel that nobody knows has a sign too, and comes last", () => {
    expect(signOf("carrier_pigeon").path).not.toBe("");
    expect(inOrder(["carrier_pigeon", "direct"])).toEqual(["direct", "carrier_pigeon"]);
  });
});
