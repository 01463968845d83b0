/**
 * One account whose value changes, kept in each of the eight ways: its rows in the table of accounts, what an order stores, and the
 * reports that can be made of both. Everything follows from the values with their first days and from the orders.
 */
export interface ValueSince {
  readonly value: string;
  /** First day of the value. */
  readonly from: string;
}

export interface Fact {
  readonly name: string;
  readonly day: string;
  readonly amount: number;
}

export interface Story {
  readonly account: string;
  /** What the value is called. */
  readonly attribute: string;
  /** In order of time; at least one. */
  readonly values: readonly ValueSince[];
  readonly facts: readonly Fact[];
}

export interface SmallTable {
  readonly name: "accounts" | "bands" | "orders";
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Which value a report groups by: of the day of the order, of now, the one before it, or the first. */
export type Reading = "then" | "now" | "before" | "first";

export interface Report {
  readonly reading: Reading;
  readonly lines: readonly { readonly value: string | null; readonly amount: number }[];
}

export interface Kept {
  readonly type: number;
  readonly tables: readonly SmallTable[];
  readonly reports: readonly Report[];
}

export const TYPES = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** The story as far as `changes` changes have happened: 0 is before the first one. */
export function until(story: Story, changes: number): Story {
  const next = story.values[changes + 1];
  return {
    ...story,
    values: story.values.slice(0, changes + 1),
    facts: next === undefined ? story.facts : story.facts.filter((fact) => fact.day < next.from),
  };
}

export function keep(story: Story, type: number): Kept {
  const { account, attribute, values } = story;
  const last = values.at(-1)?.value ?? null;
  const bands = [...new Set(values.map((item) => item.value))];
  const bandOf = (value: string | null) => (value === null ? null : `B${bands.indexOf(value) + 1}`);
  const versionKey = (index: number) => `V${index + 1}`;
  const versions = (more: (index: number) => readonly string[]) =>
    values.map((item, index) => [
      versionKey(index),
      account,
      item.value,
      item.from,
      values[index + 1]?.from ?? null,
      ...more(index),
    ]);
  const versionColumns = ["version_key", "account_id", attribute, "valid_from", "valid_to"];
  const accounts = (columns: readonly string[], rows: SmallTable["rows"]): SmallTable => ({
    name: "accounts",
    columns,
    rows,
  });
  const bandTable: SmallTable = {
    name: "bands",
    columns: ["band_key", attribute],
    rows: bands.map((value) => [bandOf(value), value]),
  };
  const orders = (columns: readonly string[], keys: (fact: Fact) => readonly (string | null)[]): SmallTable => ({
    name: "orders",
    columns: ["order", "ordered_on", "amount", ...columns],
    rows: story.facts.map((fact) => [fact.name, fact.day, String(fact.amount), ...keys(fact)]),
  });
  const byAccount = orders(["account_id"], () => [account]);
  const report = (...readings: readonly Reading[]): readonly Report[] =>
    readings.map((reading) => ({ reading, lines: reportBy(story, reading) }));

  switch (type) {
    case 0:
      return {
        type,
        tables: [accounts(["account_id", attribute], [[account, values[0]?.value ?? null]]), byAccount],
        reports: report("first"),
      };
    case 1:
      return {
        type,
        tables: [accounts(["account_id", attribute], [[account, last]]), byAccount],
        reports: report("now"),
      };
    case 2:
      return {
        type,
        tables: [
          accounts(
            versionColumns,
            versions(() => []),
          ),
          orders(["version_key"], (fact) => [versionKey(indexOn(story, fact.day))]),
        ],
        reports: report("then"),
      };
    case 3:
      return {
        type,
        tables: [
          accounts(["account_id", attribute, `previous_${attribute}`], [[account, last, values.at(-2)?.value ?? null]]),
          byAccount,
        ],
        reports: report("now", "before"),
      };
    case 4:
    case 5:
      return {
        type,
        tables: [
          type === 4
            ? accounts(["account_id"], [[account]])
            : accounts(["account_id", "current_band_key"], [[account, bandOf(last)]]),
          bandTable,
          orders(["account_id", "band_key"], (fact) => [account, bandOf(valueOn(story, fact.day))]),
        ],
        reports: type === 4 ? report("then") : report("then", "now"),
      };
    case 6:
      return {
        type,
        tables: [
          accounts(
            [...versionColumns, `current_${attribute}`],
            versions(() => [last ?? ""]),
          ),
          orders(["version_key"], (fact) => [versionKey(indexOn(story, fact.day))]),
        ],
        reports: report("then", "now"),
      };
    default:
      return {
        type,
        tables: [
          accounts(
            versionColumns,
            versions(() => []),
          ),
          orders(["version_key", "account_id"], (fact) => [versionKey(indexOn(story, fact.day)), account]),
        ],
        reports: report("then", "now"),
      };
  }
}

/** Revenue by value, in the order in which the values came. */
function reportBy(story: Story, reading: Reading): Report["lines"] {
  const last = story.values.at(-1)?.value ?? null;
  const before = story.values.at(-2)?.value ?? null;
  const first = story.values[0]?.value ?? null;
  const valueOf = (fact: Fact) => ({ then: valueOn(story, fact.day), now: last, before, first })[reading];
  const sums = new Map<string | null, number>();
  for (const fact of story.facts) sums.set(valueOf(fact), (sums.get(valueOf(fact)) ?? 0) + fact.amount);
  const order = [null, ...story.values.map((item) => item.value)];
  return [...sums]
    .map(([value, amount]) => ({ value, amount: Math.round(amount * 100) / 100 }))
    .sort((one, other) => order.indexOf(one.value) - order.indexOf(other.value));
}

/** Half open: a value holds from its first day on, until the next one begins. */
function indexOn(story: Story, day: string): number {
  return Math.max(
    0,
    story.values.findLastIndex((item) => item.from <= day),
  );
}

function valueOn(story: Story, day: string): string | null {
  return story.values[indexOn(story, day)]?.value ?? null;
}
