import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contentHash } from "../../../src/datagen/content-hash.ts";
import { addMonths, civil, dayNumber, formatDay, parseDay, weekday } from "../../../src/datagen/kit/calendar.ts";
import { poisson, quantile, stratified, weighted } from "../../../src/datagen/kit/distributions.ts";
import { expNegative } from "../../../src/datagen/kit/exp-table.ts";
import { EXPONENTIAL, LOGNORMAL_NARROW, LOGNORMAL_WIDE } from "../../../src/datagen/kit/quantile-tables.ts";
import { Draws, mix, u32 } from "../../../src/datagen/kit/random.ts";
import { sha256Hex } from "../../../src/datagen/kit/sha256.ts";
import { at } from "../../../src/datagen/kit/sites.ts";
import { bigint, decimal, flag, integer, text as varchar, timestamp } from "../../../src/datagen/schema/columns.ts";
import type { TableSchema } from "../../../src/datagen/schema/table-schema.ts";
import { TableBuilder } from "../../../src/datagen/table.ts";
import { textCodes } from "../../../src/datagen/text-codes.ts";

describe("a column of few texts", () => {
  test("is told as codes in order of appearance, NULL after the last", () => {
    const codes = textCodes(["b", "a", null, "b", "b", "a", null, "b"]);
    expect(codes?.texts).toEqual(["b", "a"]);
    expect([...(codes?.codes ?? [])]).toEqual([0, 1, 2, 0, 0, 1, 2, 0]);
  });

  test.each([
    ["whose texts hardly ever come again", Array.from({ length: 100 }, (_, row) => String(row % 26))],
    ["without a text", [null, null, null, null]],
    ["without a row", []],
  ])("is not one %s", (_, values) => expect(textCodes(values)).toBeNull());
});

describe("chance", () => {
  test("a draw depends on seed, stream, entity and counter and on nothing else", () => {
    const drawn = u32(42, 3, 7, 11);
    expect(u32(42, 3, 7, 11)).toBe(drawn);
    expect(new Draws(42, 3, 7).u32(11)).toBe(drawn);
    expect(new Set([drawn, u32(43, 3, 7, 11), u32(42, 4, 7, 11), u32(42, 3, 8, 11), u32(42, 3, 7, 12)]).size).toBe(5);
  });

  test("the mixer follows its definition", () => {
    for (const value of [0, 1, 42, 65536, 0xffffffff]) expect(mix(value)).toBe(reference(value));
  });

  test("a hundred thousand draws fill ten bins evenly, and neighbours do not follow each other", () => {
    const n = 100_000;
    const bins = new Array<number>(10).fill(0);
    let products = 0;
    let previous = 0.5;
    for (let entity = 0; entity < n; entity += 1) {
      const u = new Draws(42, 1, entity).unit(0);
      bins[Math.floor(u * 10)] = (bins[Math.floor(u * 10)] ?? 0) + 1;
      products += (u - 0.5) * (previous - 0.5);
      previous = u;
    }
    for (const count of bins) expect(Math.abs(count - n / 10)).toBeLessThan(n / 250);
    expect(Math.abs(products / n) * 12).toBeLessThan(0.01);
  });

  test("no two sites of a stream share a counter, and no two rooms share a stream", async () => {
    const root = join(import.meta.dirname, "../../../src/datagen");
    const files = readdirSync(root).filter((room) => existsSync(join(root, room, "sites.ts")));
    expect(files.length).toBeGreaterThan(1);
    const owners = new Map<number, string>();
    for (const room of files) {
      const { STREAMS, SITES } = (await import(join(root, room, "sites.ts"))) as Sites;
      expect(Object.keys(SITES).toSorted(), room).toEqual(Object.keys(STREAMS).toSorted());
      for (const [stream, number] of Object.entries(STREAMS)) {
        expect(owners.get(number), `stream ${String(number)} of ${room}`).toBeUndefined();
        owners.set(number, `${room}.${stream}`);
      }
      for (const [stream, sites] of Object.entries(SITES)) {
        const ranges = Object.entries(sites).map(([site, [from, size]]) => ({ site, from, to: from + size }));
        ranges.sort((a, b) => a.from - b.from);
        ranges.forEach((range, index) => {
          const next = ranges[index + 1];
          if (next !== undefined)
            expect(range.to, `${room}: ${stream}.${range.site} and ${stream}.${next.site}`).toBeLessThanOrEqual(
              next.from,
            );
        });
      }
    }
  });

  test("a draw outside its site is refused", () => {
    expect(() => at([10, 2], 2)).toThrow("outside a site of 2 counters");
    expect(at([10, 2], 1)).toBe(11);
  });
});

interface Sites {
  readonly STREAMS: Readonly<Record<string, number>>;
  readonly SITES: Readonly<Record<string, Readonly<Record<string, readonly [from: number, size: number]>>>>;
}

/** The two rounds in BigInt arithmetic, as the contract states them. */
function reference(value: number): number {
  const mask = 0xffffffffn;
  let x = BigInt(value) & mask;
  x ^= x >> 16n;
  x = (x * 0x21f0aaadn) & mask;
  x ^= x >> 15n;
  x = (x * 0x735a2d97n) & mask;
  x ^= x >> 15n;
  return Number(x);
}

describe("distributions", () => {
  test("quantile tables rise and have the means that their names promise", () => {
    const means = [EXPONENTIAL, LOGNORMAL_WIDE, LOGNORMAL_NARROW].map((table) => {
      expect(table).toHaveLength(257);
      let sum = 0;
      for (let index = 0; index < 1000; index += 1) sum += quantile(table, (index + 0.5) / 1000);
      table.forEach((value, index) => {
        if (index > 0) expect(value).toBeGreaterThanOrEqual(table[index - 1] ?? 0);
      });
      return sum / 1000;
    });
    expect(means[0]).toBeCloseTo(1, 1);
    expect(means[1]).toBeCloseTo(1.5, 1);
    expect(means[2]).toBeCloseTo(1.08, 1);
  });

  test("exp(-x) is right to a ten-thousandth, relative", () => {
    for (const x of [0, 0.3, 1, 2.71, 7.5, 19.99]) expect(expNegative(x) / Math.exp(-x)).toBeCloseTo(1, 4);
  });

  test("poisson inverts its cumulative probabilities", () => {
    expect(poisson(0, 2)).toBe(0);
    expect(poisson(0.36, 1)).toBe(0);
    expect(poisson(0.37, 1)).toBe(1);
    let sum = 0;
    for (let index = 0; index < 1000; index += 1) sum += poisson((index + 0.5) / 1000, 3.5);
    expect(sum / 1000).toBeCloseTo(3.5, 1);
  });

  test("weights are shares", () => {
    const items = [
      ["a", 1],
      ["b", 3],
    ] as const;
    expect([0, 0.24, 0.25, 0.99].map((u) => weighted(u, items))).toEqual(["a", "a", "b", "b"]);
  });

  test("stratified draws cover the unit interval once each", () => {
    const values = [...stratified((entity) => new Draws(42, 1, entity), 3, 40)];
    expect([...values].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => (index + 0.5) / 40));
    expect(values[0]).not.toBe(0.0125);
  });
});

describe("calendar", () => {
  test.each([
    ["1970-01-01", 0, 3],
    ["2024-02-29", 19782, 3],
    ["2025-12-31", 20453, 2],
  ])("%s is day %i, weekday %i", (text, day, dayOfWeek) => {
    expect(parseDay(text)).toBe(day);
    expect(formatDay(day)).toBe(text);
    expect(weekday(day)).toBe(dayOfWeek);
  });

  test("every day of thirty years survives the way there and back", () => {
    for (let day = dayNumber(2010, 1, 1); day < dayNumber(2040, 1, 1); day += 1) {
      const { year, month, day: dayOfMonth } = civil(day);
      expect(dayNumber(year, month, dayOfMonth)).toBe(day);
    }
  });

  test("billing on the 31st falls on the last day of shorter months and returns to the 31st", () => {
    const anchor = parseDay("2024-01-31");
    expect([1, 2, 3, 12, 13].map((months) => formatDay(addMonths(anchor, months)))).toEqual([
      "2024-02-29",
      "2024-03-31",
      "2024-04-30",
      "2025-01-31",
      "2025-02-28",
    ]);
  });
});

/** A table of some source, of which only the columns matter. */
const schemaOf = <C extends TableSchema["columns"]>(columns: C) =>
  ({
    system: "s",
    table: "t",
    pack: "core",
    key: ["id"],
    description: "",
    rows: { classroom: 2, full: 2 },
    faults: [],
    columns,
  }) as const satisfies TableSchema;

describe("fingerprints", () => {
  test("SHA-256 agrees with the machine's own for every length around a block", () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 255);
      expect(sha256Hex(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  });

  test("the content hash is the SHA-256 of the documented text", () => {
    const columns = {
      id: integer(""),
      word: varchar(""),
      price: decimal(12, 2, ""),
      at: timestamp(""),
      on: flag(""),
    } as const;
    const table = new TableBuilder(schemaOf(columns), 1);
    table.add({ id: 1, word: "a\tb\\c\nd", price: 1250, at: 1767225599, on: true });
    table.add({ id: 2, word: null, price: -5, at: null, on: false });
    const text =
      "id INTEGER\tword VARCHAR\tprice DECIMAL(12,2)\tat TIMESTAMP\ton BOOLEAN\n" +
      "1\ta\\tb\\\\c\\nd\t1250\t1767225599\t1\n" +
      "2\t\\N\t-5\t\\N\t0\n";
    expect(contentHash(table.finish())).toBe(createHash("sha256").update(text).digest("hex"));
  });

  test("the content hash tells numbers of any length, and texts that come again and again", () => {
    const words = ["plain", "tab\there", "Zoë", null, ""];
    const rows = Array.from({ length: 32 }, (_, nth) => {
      const edge = 10 ** Math.floor(nth / 2) - (nth % 2);
      return { id: nth % 5 === 0 ? -edge : edge, word: words[nth % words.length] ?? null };
    });
    const table = new TableBuilder(schemaOf({ id: bigint(""), word: varchar("") } as const));
    for (const row of rows) table.add(row);
    const line = ({ id, word }: (typeof rows)[number]) =>
      `${String(id === 0 ? 0 : id)}\t${word === null ? "\\N" : word.replaceAll("\t", "\\t")}\n`;
    const text = `id BIGINT\tword VARCHAR\n${rows.map(line).join("")}`;
    const made = table.finish();
    const column = made.columns[1]?.data;
    expect(column?.kind === "text" ? textCodes(column.values)?.texts : null).toEqual(["plain", "tab\there", "Zoë", ""]);
    expect(contentHash(made)).toBe(createHash("sha256").update(text).digest("hex"));
  });
});

test("the simulator uses exact arithmetic only: nothing whose last bit or locale belongs to the engine", () => {
  const root = join(import.meta.dirname, "../../../src/datagen");
  const forbidden =
    /\bMath\.(?!floor\b|ceil\b|imul\b|min\b|max\b|sqrt\b)\w+|\bDate\b\s*[(.]|\bnew Date\b|\bIntl\b|toLocale|localeCompare|\*\*|\.sort\(\)/;
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === "node.ts") continue;
    // Typed arrays compare numbers.
    if (entry.name === "sort-numbers.ts") continue;
    const code = readFileSync(join(entry.parentPath, entry.name), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    expect(forbidden.exec(code)?.[0], entry.name).toBeUndefined();
  }
});
