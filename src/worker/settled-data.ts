/**
 * The choice of data -> the tier that stands behind it, and the vars that the bundled project is given.
 *
 * Files lie beside the page for some tiers, and those leave the project's vars alone. Everything else is told to the project as
 * `--vars` would tell it, so that models and generator hear the same numbers.
 */
import { formatDay } from "../datagen/kit/calendar.ts";
import { SHIPPED_TIERS, TIERS, isTierName } from "../datagen/tiers.ts";
import type { DataChoice, OpenRequest } from "./protocol.ts";

type ChosenData = Pick<OpenRequest, "tier" | "data">;

type Vars = Readonly<Record<string, string | number>>;
export type SettledData<T> = T & { readonly vars: Vars };

/** Does not judge whether such data can be made: that is told where they are made, and by `planData` before. */
export function settledData<T extends ChosenData>(request: T): SettledData<T> {
  const { tier, data = {} } = request;
  const today: Vars = data.asOf === undefined ? {} : { as_of_date: data.asOf };
  const sized = data.customers !== undefined || data.locations !== undefined || data.start !== undefined;
  if (!isTierName(tier) || (!sized && SHIPPED_TIERS.includes(tier))) return { ...request, vars: today };
  const base = TIERS[tier];
  const customers = data.customers ?? base.accounts;
  const vars: Vars = {
    customer_count: customers,
    location_count: data.locations ?? Math.max(customers, Math.floor((customers * base.locations) / base.accounts)),
    start_date: data.start ?? formatDay(base.startDay),
    ...today,
  };
  // A var with the classroom's number leaves it to the tier: a size of one's own stands on the classroom.
  return { ...request, tier: sized ? "classroom" : tier, vars };
}

/** Another text, other data; the day of the clock does not count. */
export function dataKey({ tier, data, dataUrl }: Pick<OpenRequest, "tier" | "data" | "dataUrl">): string {
  const { seed, clean, customers, locations, start }: DataChoice = data ?? {};
  return JSON.stringify([tier, dataUrl, seed, clean, customers, locations, start]);
}

/** The command that writes the chosen data as files; null when they lie beside the page already. */
export function makeCommand({ tier, data = {} }: ChosenData): string | null {
  const options = [
    ["seed", data.seed],
    ["customers", data.customers],
    ["locations", data.locations],
    ["start", data.start],
    ["as-of", data.asOf],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`--${String(name)} ${String(value)}`]));
  if (options.length === 0 && data.clean !== true && SHIPPED_TIERS.some((name) => name === tier)) return null;
  const clean = data.clean === true ? ["--clean"] : [];
  return ["npm run data --", `--tier ${tier}`, ...options, ...clean, "--all --out data"].join(" ");
}
