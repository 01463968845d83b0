/**
 * The states of users and accounts of the lifecycle company on a day, computed from its tables alone: the precedence that the
 * models follow too. First rule that holds wins.
 */
import { DAY_SECONDS } from "../../../src/datagen/kit/calendar.ts";
import { groupBy, type Row } from "./generated.ts";

const dayOf = (time: string | number | null | undefined): number => Math.floor(Number(time) / DAY_SECONDS);

export interface LifecycleRows {
  readonly users: readonly Row[];
  readonly accounts: readonly Row[];
  readonly events: readonly Row[];
  readonly subscriptions: readonly Row[];
  readonly seatChanges: readonly Row[];
  readonly failures: readonly Row[];
  readonly deletions: readonly Row[];
}

export function userStates(rows: LifecycleRows, day: number): Map<number, string> {
  const qualifying = new Map<number, number[]>();
  for (const event of rows.events) {
    if (event["is_qualifying_event"] !== 1) continue;
    const days = qualifying.get(Number(event["entity_id"]));
    const on = dayOf(event["event_timestamp"]);
    if (days === undefined) qualifying.set(Number(event["entity_id"]), [on]);
    else days.push(on);
  }
  const deleted = new Set(rows.deletions.flatMap((row) => (row["entity_type"] === "user" ? [row["entity_id"]] : [])));
  const dunning = new Set(rows.failures.flatMap((row) => (row["recovered_at"] === null ? [row["account_id"]] : [])));
  return new Map(
    rows.users.map((user) => {
      const id = Number(user["user_id"]);
      const signup = dayOf(user["user_created_at"]);
      const anchors = [signup, ...(qualifying.get(id) ?? [])];
      const silence = day - (anchors.at(-1) ?? signup);
      const comeback = comebackGap(anchors, day);
      if (deleted.has(id)) return [id, "deleted"];
      if (silence >= 61) return [id, "churned"];
      if (dunning.has(user["account_id"] ?? null)) return [id, "dunning"];
      if (day - signup <= 30) return [id, "new"];
      if (silence >= 31) return [id, "dormant"];
      if (comeback >= 61) return [id, "reactivated"];
      return [id, comeback >= 31 ? "returning" : "active"];
    }),
  );
}

/** Days of silence before the comeback of the last thirty days; 0 without one. */
function comebackGap(anchors: readonly number[], day: number): number {
  for (let index = anchors.length - 1; index > 0; index -= 1) {
    const gap = (anchors[index] ?? 0) - (anchors[index - 1] ?? 0);
    if (gap >= 31) return day - (anchors[index] ?? 0) <= 30 ? gap : 0;
  }
  return 0;
}

const SEAT_PRICE: Readonly<Record<string, number>> = { starter: 1500, professional: 2800, enterprise: 4500 };

export function accountStates(rows: LifecycleRows, day: number): Map<number, string> {
  const contracts = groupBy(rows.subscriptions, "account_id");
  const seats = groupBy(rows.seatChanges, "account_id");
  const accountOf = new Map(rows.users.map((user) => [user["user_id"], user["account_id"]]));
  const active = new Map<unknown, Set<unknown>>();
  for (const event of rows.events) {
    if (day - dayOf(event["event_timestamp"]) > 30) continue;
    const account = accountOf.get(event["entity_id"] ?? null);
    const set = active.get(account);
    if (set === undefined) active.set(account, new Set([event["entity_id"]]));
    else set.add(event["entity_id"]);
  }
  const seatsOn = (id: number, on: number): number =>
    Number((seats.get(id) ?? []).findLast((row) => dayOf(row["changed_at"]) <= on)?.["seats_after"] ?? 0);
  const isFrozen = (row: Row, on: number): boolean =>
    row["frozen_from"] !== null && Number(row["frozen_from"]) <= on && on < Number(row["frozen_to"]);
  const revenueOn = (id: number, on: number): number => {
    const row = (contracts.get(id) ?? []).findLast((candidate) => Number(candidate["start_date"]) <= on);
    if (row === undefined || (row["end_date"] !== null && Number(row["end_date"]) <= on) || isFrozen(row, on)) return 0;
    return seatsOn(id, on) * (SEAT_PRICE[String(row["tier"])] ?? 0);
  };
  return new Map(
    rows.accounts.map((account) => {
      const id = Number(account["account_id"]);
      const own = contracts.get(id) ?? [];
      const [last, before] = [own.at(-1), own.at(-2)];
      const used = (active.get(id)?.size ?? 0) / Math.max(1, seatsOn(id, day));
      const [now, then] = [revenueOn(id, day), revenueOn(id, day - 30)];
      if (last === undefined) return [id, account["is_trial"] === 1 ? "trial" : "trial_lost"];
      if (last["end_date"] !== null) return [id, "churned"];
      if (isFrozen(last, day)) return [id, "frozen"];
      const start = Number(last["start_date"]);
      if (before !== undefined && day - start <= 30 && start - Number(before["end_date"]) >= 31)
        return [id, "reactivated"];
      if (day - dayOf(account["first_paid_at"]) <= 30) return [id, "new_paid"];
      if (now < then) return [id, "contracting"];
      const renewsSoon = Number(account["contract_renewal_date"]) - day <= 30;
      if (used < 0.3 || (renewsSoon && used < 0.5)) return [id, "at_risk"];
      return [id, now > then ? "expanding" : "active"];
    }),
  );
}
