/**
 * The front door: a tier and a seed in, every source table out, in the order of the catalog.
 *
 * Runs unchanged in Node and in a browser worker. `damage` is where the planted faults of the data will go: a pass over clean
 * tables, applied last, so that a clean and a dirty variant share everything else.
 */
import type { TableData } from "./table.ts";
import { writeAccountChanges } from "./tables/account-changes.ts";
import { writeAccounts } from "./tables/accounts.ts";
import { writeDeviceTelemetryDaily } from "./tables/device-telemetry-daily.ts";
import { writeDevices } from "./tables/devices.ts";
import { writeLocations } from "./tables/locations.ts";
import { writePlans } from "./tables/plans.ts";
import { writeStripeCustomers } from "./tables/stripe-customers.ts";
import { writeStripeInvoices } from "./tables/stripe-invoices.ts";
import { writeStripePrices } from "./tables/stripe-prices.ts";
import { writeStripeSubscriptionItems, writeStripeSubscriptions } from "./tables/stripe-subscriptions.ts";
import { writeSubscriptionChanges, writeSubscriptions } from "./tables/subscriptions.ts";
import { writeUsers } from "./tables/users.ts";
import { DEFAULT_SEED, TIERS, type TierName } from "./tiers.ts";
import { register, type Registry } from "./world/registry.ts";
import { simulate } from "./world/simulate.ts";

/** A pass over finished tables; the default leaves them as they are. */
export type TablePass = (tables: readonly TableData[], registry: Registry) => readonly TableData[];

const WRITERS: readonly ((registry: Registry) => TableData)[] = [
  writeAccounts,
  writeAccountChanges,
  writeLocations,
  writeUsers,
  writePlans,
  writeSubscriptions,
  writeSubscriptionChanges,
  writeDevices,
  writeDeviceTelemetryDaily,
  writeStripeCustomers,
  writeStripePrices,
  writeStripeSubscriptions,
  writeStripeSubscriptionItems,
  writeStripeInvoices,
];

export interface GenerateOptions {
  readonly tier: TierName;
  /** 42 unless told. */
  readonly seed?: number;
  readonly damage?: TablePass;
}

export function generate({ tier, seed = DEFAULT_SEED, damage }: GenerateOptions): readonly TableData[] {
  const registry = register(simulate({ tier: TIERS[tier], seed }));
  const tables = WRITERS.map((write) => write(registry));
  return damage === undefined ? tables : damage(tables, registry);
}
