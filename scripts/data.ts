/**
 * Makes the seed data:
 * `tsx scripts/data.ts [--tier tiny,lesson,classroom] [--seed 42] [--customers N] [--locations N] [--start DATE] [--as-of DATE]
 * [--clean] [--all] [--out public/data] [--force]`.
 *
 * `--all` writes files also for the tables that a page makes itself, for other tools. What is already there and whole is left alone. Exits with 2, before any work, when the arguments ask for something impossible.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { estimate, gigabytes, millions } from "../src/datagen/estimate.ts";
import { writeData } from "../src/datagen/node.ts";
import { writeReport } from "../src/datagen/node-report.ts";
import { ImpossibleData, readWish, type DataRequest } from "../src/datagen/request.ts";
import { SHIPPED_TIERS } from "../src/datagen/tiers.ts";

interface Work {
  readonly requests: readonly DataRequest[];
  readonly out: string;
  readonly everything: boolean;
  readonly force: boolean;
}

function refuse(message: string, hint = ""): never {
  console.error(`Error D006: ${message}${hint === "" ? "" : `\n  ${hint}`}`);
  process.exit(2);
}

function readWork(): Work {
  const text = { type: "string" } as const;
  const options = {
    tier: { ...text, default: SHIPPED_TIERS.join(",") },
    seed: text,
    customers: text,
    locations: text,
    start: text,
    "as-of": text,
    clean: { type: "boolean", default: false },
    all: { type: "boolean", default: false },
    out: { ...text, default: "public/data" },
    force: { type: "boolean", default: false },
  } as const;
  try {
    const { values } = parseArgs({ options, args: glued(process.argv.slice(2)) });
    const { seed, customers, locations, start, clean } = values;
    const wish = { seed, customers, locations, start, asOf: values["as-of"], clean };
    const tiers = values.tier.split(",").filter((name) => name !== "");
    const requests = tiers.map((tier) => readWish({ ...wish, tier }));
    return { requests, out: resolve(values.out), everything: values.all, force: values.force };
  } catch (cause) {
    if (cause instanceof ImpossibleData) refuse(cause.message, cause.hint);
    refuse(cause instanceof Error ? cause.message : String(cause));
  }
}

/** `--customers -5` would be read as two options: a value of its own for the number. */
function glued(words: readonly string[]): string[] {
  const out: string[] = [];
  for (const word of words) {
    const before = out.at(-1);
    if (/^-\d/.test(word) && before?.startsWith("--") === true && !before.includes("="))
      out[out.length - 1] = `${before}=${word}`;
    else out.push(word);
  }
  return out;
}

const { requests, out, everything, force } = readWork();
for (const request of requests) {
  const size = estimate(request);
  console.log(`${request.tier}: ${millions(size.rows)} rows, ${gigabytes(size.bytes)} in a database`);
  const log = (line: string) => console.log(line);
  await writeData({ request, out, everything, force, log });
  if (SHIPPED_TIERS.includes(request.tier)) await writeReport(request, out, log);
}
