/** `monstera.accounts`, `subscriptions`, `seat_changes`, `payment_failures` and `deletions`. Money is in dollars with two decimals. */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { SEAT_CENTS, isFrozen, renewalAfter } from "../../lifecycle/contracts.ts";
import type { Contract, Lifecycle, Studio } from "../../lifecycle/records.ts";
import { seatsOn } from "../../lifecycle/studios.ts";
import * as schema from "../../schema/monstera.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nextBatch, nightlyLoad } from "../load-time.ts";

const DAILY = DAY_SECONDS;
/** Billing runs in the morning, seats are changed in office hours, requests to delete are carried out in the evening. */
const BILLING_RUN = 6 * 3600;
const SEAT_CHANGE = 11 * 3600;
const DELETION_RUN = 20 * 3600;
const FIRST_PAYMENT = 9 * 3600;

/** The contract that counts on a day: the running one, else the last one. */
function contractOn({ contracts }: Studio, day: number): Contract | null {
  return contracts.findLast(({ startDay }) => startDay <= day) ?? null;
}

export function planOf(studio: Studio): string {
  return studio.contracts.at(-1)?.tier ?? studio.firstTier;
}

export function writeMonsteraAccounts({ studios }: Lifecycle, { tier }: Setting): TableData {
  const { asOfDay } = tier;
  const table = new TableBuilder(schema.accounts, studios.length);
  for (const studio of studios) {
    const contract = contractOn(studio, asOfDay);
    const runs = contract !== null && contract.endDay === null && !isFrozen(contract, asOfDay);
    const first = studio.contracts[0];
    table.add({
      account_id: studio.id,
      account_name: studio.name,
      subscription_tier: planOf(studio),
      total_seats: seatsOn(studio, asOfDay),
      account_created_at: studio.createdAt,
      first_paid_at:
        first === undefined ? null : Math.max(first.startDay * DAY_SECONDS + FIRST_PAYMENT, studio.createdAt),
      contract_renewal_date: contract === null ? null : renewalAfter(contract, asOfDay),
      monthly_recurring_revenue: runs ? contract.seats * SEAT_CENTS[contract.tier] : 0,
      is_trial: contract === null && studio.trialEndDay >= asOfDay,
      trial_end_date: studio.trialEndDay,
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}

/** Numbered in the order in which the contracts began. */
export function writeMonsteraSubscriptions({ studios }: Lifecycle, { tier }: Setting): TableData {
  const { asOfDay } = tier;
  const owned = studios
    .flatMap((studio) => studio.contracts.map((contract, index) => ({ studio, contract, index })))
    .sort((a, b) => a.contract.startDay - b.contract.startDay || a.studio.id - b.studio.id || a.index - b.index);
  const table = new TableBuilder(schema.subscriptions, owned.length);
  owned.forEach(({ studio, contract }, index) => {
    table.add({
      subscription_id: index + 1,
      account_id: studio.id,
      tier: contract.tier,
      seats: contract.seats,
      start_date: contract.startDay,
      end_date: contract.endDay,
      status: contract.endReason ?? (isFrozen(contract, asOfDay) ? "frozen" : "active"),
      mrr: contract.seats * SEAT_CENTS[contract.tier],
      renewal_date: contract.endDay === null ? renewalAfter(contract, asOfDay) : null,
      frozen_from: contract.frozenFrom,
      frozen_to: contract.frozenTo,
      _synced_at: nightlyLoad(asOfDay),
    });
  });
  return table.finish();
}

export function writeSeatChanges({ studios }: Lifecycle, { tier }: Setting): TableData {
  const changes = studios
    .flatMap((studio) => studio.seatChanges.map((change, index) => ({ studio, change, index })))
    .sort((a, b) => a.change.day - b.change.day || a.studio.id - b.studio.id || a.index - b.index);
  const table = new TableBuilder(schema.seatChanges, changes.length);
  changes.forEach(({ studio, change }, index) => {
    // The first seats come with the account, at whatever time it was made; that stays in the order of the day.
    const changedAt = change.reason === "trial_start" ? studio.createdAt : change.day * DAY_SECONDS + SEAT_CHANGE;
    table.add({
      change_id: index + 1,
      account_id: studio.id,
      changed_at: changedAt,
      seats_before: change.before,
      seats_after: change.after,
      reason: change.reason,
      _synced_at: nextBatch(changedAt, DAILY, tier.asOfDay),
    });
  });
  return table.finish();
}

export function writePaymentFailures({ studios }: Lifecycle, { tier }: Setting): TableData {
  const failures = studios
    .flatMap((studio) => studio.failures.map((failure) => ({ studio, failure })))
    .sort((a, b) => a.failure.failedDay - b.failure.failedDay || a.studio.id - b.studio.id);
  const table = new TableBuilder(schema.paymentFailures, failures.length);
  failures.forEach(({ studio, failure }, index) => {
    const { failedDay, recoveredDay, kind, amountCents } = failure;
    table.add({
      failure_id: index + 1,
      account_id: studio.id,
      failed_at: failedDay * DAY_SECONDS + BILLING_RUN,
      recovered_at: recoveredDay === null ? null : recoveredDay * DAY_SECONDS + BILLING_RUN,
      dunning_type: kind,
      attempt_count: attempts((recoveredDay ?? tier.asOfDay) - failedDay),
      amount: amountCents,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  });
  return table.finish();
}

/** At once, and again after 1, 3, 7 and 14 days. */
export function attempts(days: number): number {
  return 1 + [1, 3, 7, 14].filter((wait) => wait <= days).length;
}

export function writeDeletions({ deletions }: Lifecycle, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.deletions, deletions.length);
  deletions.forEach(({ entity, entityId, day, reason }, index) => {
    const deletedAt = day * DAY_SECONDS + DELETION_RUN;
    table.add({
      deletion_id: index + 1,
      entity_type: entity,
      entity_id: entityId,
      deleted_at: deletedAt,
      reason,
      _synced_at: nextBatch(deletedAt, DAILY, tier.asOfDay),
    });
  });
  return table.finish();
}
