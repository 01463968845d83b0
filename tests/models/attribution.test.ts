/**
 * Attribution agrees with the textbook: credits, Markov and Shapley values are computed again from the journeys by other code. The
 * chain is solved as a system of equations where SQL walks it step by step, and the game is played over every order in which
 * channels could join where SQL sums over coalitions.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NativeEngine } from "../../src/cli/native-engine.ts";
import { openBuilt, rowsIn, type Row } from "./built-project.ts";

interface Touch {
  readonly channel: string;
  readonly daysBefore: number;
  readonly isLead: boolean;
  readonly isOpportunity: boolean;
}

interface Journey {
  readonly conversion: string | null;
  readonly touches: readonly Touch[];
}

type Credits = readonly number[];
const HALF_LIFE = 7;

let native: NativeEngine;
let journeys: readonly Journey[];
let values: readonly Row[];
/** `model conversion pos` -> credit. */
let credits: ReadonlyMap<string, number>;

const rowsOf = (sql: string): Promise<readonly Row[]> => rowsIn(native, sql);

beforeAll(async () => {
  native = await openBuilt("+int_campaigns__attribution");
  journeys = await readJourneys();
  values = await rowsOf("select * from {{ ref('int_marketing__channel_values') }}");
  credits = new Map(
    (
      await rowsOf(
        "select attribution.model, attribution.conversion_id, journeys.pos, attribution.credit from {{ ref('int_campaigns__attribution') }} as attribution inner join {{ ref('int_marketing__journeys') }} as journeys on attribution.conversion_id = journeys.conversion_id and attribution.touch_id = journeys.touch_id",
      )
    ).map((row) => [
      `${String(row["model"])} ${String(row["conversion_id"])} ${String(row["pos"])}`,
      Number(row["credit"]),
    ]),
  );
}, 180_000);
afterAll(async () => native.close());

async function readJourneys(): Promise<Journey[]> {
  const rows = await rowsOf(
    "select journeys.*, touchpoints.lead_created_flag, touchpoints.opp_created_flag from {{ ref('int_marketing__journeys') }} as journeys left join {{ ref('int_marketing__touchpoints') }} as touchpoints on journeys.touch_id = touchpoints.touch_id order by journeys.journey_id, journeys.pos",
  );
  const found = new Map<string, { conversion: string | null; touches: Touch[] }>();
  for (const row of rows) {
    const id = String(row["journey_id"]);
    const conversion = row["conversion_id"] === null ? null : String(row["conversion_id"]);
    const journey = found.get(id) ?? { conversion, touches: [] };
    found.set(id, journey);
    journey.touches.push({
      channel: String(row["channel"]),
      daysBefore: Number(row["days_before"] ?? 0),
      isLead: row["lead_created_flag"] === true,
      isOpportunity: row["opp_created_flag"] === true,
    });
  }
  return [...found.values()];
}

const withTouches = (): Journey[] => journeys.filter(({ touches }) => touches[0]?.channel !== "unattributed");
const channelsOf = ({ touches }: Journey): Set<string> => new Set(touches.map(({ channel }) => channel));
const allChannels = (): string[] => [...new Set(withTouches().flatMap((journey) => [...channelsOf(journey)]))].sort();

/** The rate at which a chain ends in a conversion: x = A x + b, by elimination. A removed channel leads to nothing. */
function conversionRate(removed: string | null): number {
  const states = ["(start)", ...allChannels()];
  const counts = states.map(() => new Map<string, number>());
  const count = (from: string, to: string): void => {
    const row = counts[states.indexOf(from)];
    row?.set(to, (row.get(to) ?? 0) + 1);
  };
  for (const { conversion, touches } of withTouches()) {
    let from = "(start)";
    for (const { channel } of touches) {
      count(from, channel);
      from = channel;
    }
    count(from, conversion === null ? "(null)" : "(conversion)");
  }
  const matrix = states.map((state, row) => {
    const leaving = counts[row] ?? new Map<string, number>();
    const total = [...leaving.values()].reduce((sum, n) => sum + n, 0);
    const share = (to: string): number => (to === removed ? 0 : (leaving.get(to) ?? 0) / total);
    return [...states.map((to) => (to === state ? 1 : 0) - share(to)), share("(conversion)")];
  });
  return solve(matrix)[0] ?? Number.NaN;
}

function solve(matrix: number[][]): number[] {
  const size = matrix.length;
  const at = (row: number, column: number): number => matrix[row]?.[column] ?? 0;
  for (let pivot = 0; pivot < size; pivot += 1) {
    let best = pivot;
    for (let row = pivot; row < size; row += 1) if (Math.abs(at(row, pivot)) > Math.abs(at(best, pivot))) best = row;
    [matrix[pivot], matrix[best]] = [matrix[best] ?? [], matrix[pivot] ?? []];
    for (let row = 0; row < size; row += 1) {
      if (row === pivot) continue;
      const factor = at(row, pivot) / at(pivot, pivot);
      matrix[row] = matrix[row]?.map((value, column) => value - factor * at(pivot, column)) ?? [];
    }
  }
  return matrix.map((_, row) => at(row, size) / at(row, row));
}

/** By the marginal gain of each channel in every coalition, as sets of bits. */
function shapley(value: (met: number) => number, players: number): number[] {
  const orders = (size: number): number => {
    let product = 1;
    for (let n = 2; n <= size; n += 1) product *= n;
    return product;
  };
  const bits = (set: number): number => [...set.toString(2)].filter((bit) => bit === "1").length;
  const known = Array.from({ length: 2 ** players }, (_, set) => value(set));
  return Array.from({ length: players }, (_, player) => {
    let sum = 0;
    for (let set = 0; set < known.length; set += 1) {
      if ((set & (1 << player)) !== 0) continue;
      const weight = (orders(bits(set)) * orders(players - bits(set) - 1)) / orders(players);
      sum += weight * ((known[set | (1 << player)] ?? 0) - (known[set] ?? 0));
    }
    return sum;
  });
}

function valueOf(method: string, channel: string, column: string): number {
  return Number(values.find((row) => row["method"] === method && row["channel"] === channel)?.[column]);
}

test("there are journeys of both kinds, with and without a touch", () => {
  expect(withTouches().filter(({ conversion }) => conversion !== null).length).toBeGreaterThan(20);
  expect(withTouches().filter(({ conversion }) => conversion === null).length).toBeGreaterThan(500);
  expect(journeys.length).toBeGreaterThan(withTouches().length);
});

describe("Markov", () => {
  test("the chain ends in a conversion as often as journeys did", () => {
    const converted = withTouches().filter(({ conversion }) => conversion !== null);
    expect(conversionRate(null)).toBeCloseTo(converted.length / withTouches().length, 12);
  });

  test("removal effects and shares are those of the solved chain", () => {
    const whole = conversionRate(null);
    const effects = allChannels().map((channel) => 1 - conversionRate(channel) / whole);
    const total = effects.reduce((sum, effect) => sum + effect, 0);
    allChannels().forEach((channel, index) => {
      expect(valueOf("markov", channel, "removal_effect"), channel).toBeCloseTo(effects[index] ?? Number.NaN, 9);
      expect(valueOf("markov", channel, "share"), channel).toBeCloseTo((effects[index] ?? Number.NaN) / total, 9);
    });
  });
});

describe("Shapley", () => {
  const play = (worth: (conversions: number, all: number) => number): number[] => {
    const channels = allChannels();
    const met = withTouches().map((journey) => ({
      mask: [...channelsOf(journey)].reduce((mask, channel) => mask | (1 << channels.indexOf(channel)), 0),
      converted: journey.conversion !== null,
    }));
    return shapley((set) => {
      const inside = met.filter(({ mask }) => (mask & ~set) === 0);
      return worth(inside.filter(({ converted }) => converted).length, inside.length);
    }, channels.length);
  };

  test.each([
    ["shapley_count", (conversions: number) => conversions],
    ["shapley_rate", (conversions: number, all: number) => (all === 0 ? 0 : conversions / all)],
  ] as const)("%s is the mean gain over all coalitions", (method, worth) => {
    const expected = play(worth);
    allChannels().forEach((channel, index) => {
      expect(valueOf(method, channel, "channel_value"), channel).toBeCloseTo(expected[index] ?? Number.NaN, 9);
    });
  });
});

const normalised = (weights: Credits): Credits => {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
};
const only = (touches: readonly Touch[], index: number): Credits => touches.map((_, at) => (at === index ? 1 : 0));
const lastWhere = (touches: readonly Touch[], test: (touch: Touch) => boolean): number =>
  touches.reduce((found, touch, index) => (test(touch) ? index : found), -1);

function positionBased({ length }: readonly Touch[]): Credits {
  if (length === 1) return [1];
  if (length === 2) return [0.5, 0.5];
  return Array.from({ length }, (_, at) => (at === 0 || at === length - 1 ? 0.4 : 0.2 / (length - 2)));
}

function wShaped(touches: readonly Touch[]): Credits {
  const anchors = [0, lastWhere(touches, ({ isLead }) => isLead), lastWhere(touches, (touch) => touch.isOpportunity)];
  const weights = touches.map((_, at) => 0.3 * anchors.filter((anchor) => anchor === at).length);
  const others = weights.filter((weight) => weight === 0).length;
  if (others === 0) return normalised(weights);
  return normalised(weights).map((weight) => (weight === 0 ? 0.1 / others : 0.9 * weight));
}

/** A weight for each channel, split among its touches. */
function byChannel(touches: readonly Touch[], weight: (channel: string) => number): Credits {
  const times = (channel: string): number => touches.filter((touch) => touch.channel === channel).length;
  return normalised(touches.map(({ channel }) => weight(channel) / times(channel)));
}

const MODELS: Readonly<Record<string, (touches: readonly Touch[]) => Credits>> = {
  first_touch: (touches) => only(touches, 0),
  last_touch: (touches) => only(touches, touches.length - 1),
  last_non_direct: (touches) => {
    const found = lastWhere(touches, ({ channel }) => channel !== "direct");
    return only(touches, found === -1 ? touches.length - 1 : found);
  },
  linear: (touches) => touches.map(() => 1 / touches.length),
  time_decay: (touches) => normalised(touches.map(({ daysBefore }) => 2 ** (-daysBefore / HALF_LIFE))),
  position_based: positionBased,
  w_shaped: wShaped,
  markov: (touches) =>
    byChannel(touches, (channel) => (channel === "unattributed" ? 1 : valueOf("markov", channel, "removal_effect"))),
  shapley: (touches) => byChannel(touches, () => 1),
};

test.each(Object.entries(MODELS))("%s gives each touch its credit", (model, creditsOf) => {
  const converted = journeys.filter(({ conversion }) => conversion !== null);
  expect(converted.length).toBeGreaterThan(40);
  for (const { conversion, touches } of converted) {
    const found = touches.map((_, at) => credits.get(`${model} ${conversion ?? ""} ${String(at + 1)}`) ?? 0);
    creditsOf(touches).forEach((credit, at) => {
      expect(found[at], `${model} ${conversion ?? ""}`).toBeCloseTo(credit, 9);
    });
  }
});
