/**
 * Makes the seed data: `tsx scripts/data.ts [--tier tiny,classroom] [--seed 42] [--out public/data] [--force]`.
 *
 * What is already there and whole is left alone. Exits with 2 when the arguments are not understood.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeTier } from "../src/datagen/node.ts";
import { DEFAULT_SEED, TIERS, isTierName, type TierName } from "../src/datagen/tiers.ts";

interface Request {
  readonly tiers: readonly TierName[];
  readonly seed: number;
  readonly out: string;
  readonly force: boolean;
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

function readRequest(): Request {
  const options = {
    tier: { type: "string", default: Object.keys(TIERS).join(",") },
    seed: { type: "string", default: String(DEFAULT_SEED) },
    out: { type: "string", default: "public/data" },
    force: { type: "boolean", default: false },
  } as const;
  let values;
  try {
    ({ values } = parseArgs({ options }));
  } catch (cause) {
    refuse(cause instanceof Error ? cause.message : String(cause));
  }
  const names = values.tier.split(",").filter((name) => name !== "");
  const unknown = names.find((name) => !isTierName(name));
  if (unknown !== undefined) refuse(`There is no tier named "${unknown}". Tiers: ${Object.keys(TIERS).join(", ")}.`);
  if (!/^\d{1,9}$/.test(values.seed))
    refuse(`--seed must be a whole number from 0 to 999999999, not "${values.seed}".`);
  return { tiers: names.filter(isTierName), seed: Number(values.seed), out: resolve(values.out), force: values.force };
}

const { tiers, seed, out, force } = readRequest();
for (const tier of tiers) await writeTier({ tier, seed, out, force, log: (line) => console.log(line) });
