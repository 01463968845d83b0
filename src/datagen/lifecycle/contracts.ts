/**
 * The contract life of a studio, month by month: trial, first payment, seats that come and go, a freeze, failed payments, renewal
 * or the end, and sometimes a second beginning.
 *
 * It never looks ahead: a month is lived only when it has begun, and what would lie after the as-of day is left out. Monthly
 * revenue is always seats times the price of the tier, so it can be computed for any day from the seat changes.
 */
import { addMonths, civil } from "../kit/calendar.ts";
import { nearest, quantile } from "../kit/distributions.ts";
import { EXPONENTIAL } from "../kit/quantile-tables.ts";
import type { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { CAMPAIGN_DAYS, nextCampaign } from "./campaigns.ts";
import type { Contract, PaymentFailure, PlanTier, SeatChange, SeatReason } from "./records.ts";
import { SITES } from "./sites.ts";

const S = SITES.studio;
const C = SITES.contract;

export const SEAT_CENTS: Readonly<Record<PlanTier, number>> = { starter: 1500, professional: 2800, enterprise: 4500 };
/** Seats from which the next tier is cheaper for what it offers. */
const UPGRADE_SEATS: Readonly<Record<PlanTier, number>> = { starter: 7, professional: 22, enterprise: 100000 };
const NEXT_TIER: Readonly<Record<PlanTier, PlanTier>> = {
  starter: "professional",
  professional: "enterprise",
  enterprise: "enterprise",
};

/** Share of the trials that end in a contract. */
const CONVERTS = 0.78;
const FREEZES = 0.014;
const GROWS = 0.07;
const SHRINKS = 0.034;
const FAILS = 0.11;
/** Share that is not renewed at the end of a term, by its months. */
const LEAVES: Readonly<Record<number, number>> = { 12: 0.2, 3: 0.085 };
const RETURNS = 0.42;
const MOST_CONTRACTS = 8;
/** Unpaid for so long, the contract ends. */
const GIVES_UP_AFTER = 30;

export interface ContractLife {
  readonly contracts: Contract[];
  readonly seatChanges: SeatChange[];
  readonly failures: PaymentFailure[];
}

export interface Start {
  readonly createdDay: number;
  readonly trialEndDay: number;
  readonly tier: PlanTier;
  readonly seats: number;
}

export function liveContracts(draws: Draws, monthDraws: Draws, start: Start, asOfDay: number): ContractLife {
  const life = new ContractYears(draws, monthDraws, start, asOfDay);
  life.run();
  const until = <T>(items: readonly T[], day: (item: T) => number): T[] => items.filter((item) => day(item) <= asOfDay);
  return {
    contracts: until(life.contracts, ({ startDay }) => startDay).map((contract) => ({ ...contract })),
    seatChanges: until(life.seatChanges, ({ day }) => day),
    failures: until(life.failures, ({ failedDay }) => failedDay).map((failure) => ({
      ...failure,
      recoveredDay: failure.recoveredDay !== null && failure.recoveredDay <= asOfDay ? failure.recoveredDay : null,
    })),
  };
}

class ContractYears {
  readonly contracts: Contract[] = [];
  readonly seatChanges: SeatChange[] = [];
  readonly failures: PaymentFailure[] = [];
  readonly #draws: Draws;
  readonly #month: Draws;
  readonly #start: Start;
  readonly #asOfDay: number;
  #seats = 0;
  #months = 0;

  constructor(draws: Draws, monthDraws: Draws, start: Start, asOfDay: number) {
    this.#draws = draws;
    this.#month = monthDraws;
    this.#start = start;
    this.#asOfDay = asOfDay;
  }

  run(): void {
    const { createdDay, trialEndDay, tier, seats } = this.#start;
    this.#changeSeats(createdDay, seats, "trial_start");
    if (!this.#draws.chance(at(S.converts), CONVERTS)) {
      if (trialEndDay + 1 <= this.#asOfDay) this.#changeSeats(trialEndDay + 1, 0, "churn");
      return;
    }
    const paidDay = trialEndDay - this.#draws.below(at(S.convertEarly), 6);
    if (paidDay > this.#asOfDay) return;
    this.#changeSeats(paidDay, nearest(seats * 1.2), "conversion");
    this.#runFrom(paidDay, tier, 0);
  }

  #runFrom(startDay: number, tier: PlanTier, returns: number): void {
    const endDay = this.#runContracts(startDay, tier);
    if (endDay === null || returns >= S.returns[1]) return;
    if (!this.#draws.chance(at(S.returns, returns), RETURNS)) return;
    const backDay = this.#returnDay(endDay, returns);
    if (backDay > this.#asOfDay) return;
    const last = this.contracts.at(-1);
    const seats = Math.max(2, nearest((last?.seats ?? 2) * (0.5 + this.#draws.unit(at(S.returnSeats, returns)) * 0.5)));
    this.#changeSeats(backDay, seats, "win_back");
    this.#runFrom(backDay, last?.tier ?? tier, returns + 1);
  }

  /** After five weeks at the earliest, more often than not in the next win-back campaign. */
  #returnDay(endDay: number, returns: number): number {
    const wait = quantile(EXPONENTIAL, this.#draws.unit(at(S.returnDelay, returns)));
    const own = endDay + 36 + nearest(wait * 110);
    const u = this.#draws.unit(at(S.returnCampaign, returns));
    return u < 0.7 ? nextCampaign(own) + Math.floor((u / 0.7) * CAMPAIGN_DAYS) : own;
  }

  /** Lives a contract and its upgrades; returns the first day without one, or null while it runs. */
  #runContracts(startDay: number, tier: PlanTier): number | null {
    let contract = this.#sign(startDay, tier);
    for (let month = 1; ; month += 1) {
      const from = addMonths(contract.startDay, month - 1);
      const to = addMonths(contract.startDay, month);
      if (from > this.#asOfDay || this.#months >= C.leaves[1] - 1) return null;
      const k = (this.#months += 1);
      this.#freeze(contract, from, k);
      if (!isFrozen(contract, from)) this.#moveSeats(contract, from, k);
      if (to > this.#asOfDay) return null;
      if (!isFrozen(contract, to) && !this.#pay(contract, to, k)) {
        // Nothing moves any more while the company waits for its money in vain.
        const gaveUp = to + GIVES_UP_AFTER;
        return gaveUp > this.#asOfDay ? null : this.#end(contract, gaveUp, "payment_failed");
      }
      const renewal = month % contract.termMonths === 0;
      if (renewal && this.#month.chance(at(C.leaves, k), LEAVES[contract.termMonths] ?? 0.1)) {
        return this.#end(contract, to, "canceled");
      }
      if (contract.seats >= UPGRADE_SEATS[contract.tier] && this.contracts.length < MOST_CONTRACTS) {
        contract.endDay = to;
        contract.endReason = "upgraded";
        contract = this.#sign(to, NEXT_TIER[contract.tier]);
        month = 0;
      }
    }
  }

  #sign(startDay: number, tier: PlanTier): Contract {
    const contract: Contract = {
      tier,
      startDay,
      endDay: null,
      endReason: null,
      seats: this.#seats,
      termMonths: this.#draws.unit(at(S.term)) < 0.74 ? 12 : 3,
      frozenFrom: null,
      frozenTo: null,
    };
    this.contracts.push(contract);
    return contract;
  }

  /** A studio between two productions stops its contract for one to three months; once per contract. */
  #freeze(contract: Contract, from: number, k: number): void {
    if (contract.frozenFrom !== null || !this.#month.chance(at(C.freeze, k), FREEZES)) return;
    const day = from + 2 + this.#month.below(at(C.dayOfMonth, k), 20);
    if (day > this.#asOfDay) return;
    contract.frozenFrom = day;
    contract.frozenTo = day + this.#month.between(at(C.freezeLength, k), 30, 92);
  }

  #moveSeats(contract: Contract, from: number, k: number): void {
    const day = from + 3 + this.#month.below(at(C.dayOfMonth, k), 22);
    if (day > this.#asOfDay || isFrozen(contract, day)) return;
    if (this.#month.chance(at(C.grow, k), GROWS)) {
      const more = Math.max(1, nearest(this.#seats * (0.08 + this.#month.unit(at(C.growBy, k)) * 0.3)));
      const reason = this.#month.chance(at(C.growReason, k), 0.6) ? "growth" : "new_hires";
      this.#changeSeats(day, this.#seats + more, reason);
    } else if (this.#seats > 2 && this.#month.chance(at(C.shrink, k), SHRINKS)) {
      const less = Math.max(1, nearest(this.#seats * (0.1 + this.#month.unit(at(C.shrinkBy, k)) * 0.35)));
      this.#changeSeats(day, Math.max(1, this.#seats - less), "reduction");
    }
    contract.seats = this.#seats;
  }

  /** Collects the money for the next month; false when it never comes. */
  #pay(contract: Contract, day: number, k: number): boolean {
    if (!this.#month.chance(at(C.fails, k), FAILS)) return true;
    const u = this.#month.unit(at(C.failKind, k));
    const kind = u < 0.6 ? "soft" : u < 0.82 ? "grace" : "hard";
    const { share, days } = RECOVERY[kind];
    const recovers = this.#month.chance(at(C.recovers, k), share);
    const recoveredDay = recovers ? day + this.#month.between(at(C.recoverDelay, k), days[0], days[1]) : null;
    this.failures.push({ failedDay: day, recoveredDay, kind, amountCents: contract.seats * SEAT_CENTS[contract.tier] });
    return recovers;
  }

  #end(contract: Contract, day: number, reason: "canceled" | "payment_failed"): number {
    contract.endDay = day;
    contract.endReason = reason;
    if (contract.frozenTo !== null && contract.frozenTo > day) contract.frozenTo = day;
    this.#changeSeats(day, 0, "churn");
    return day;
  }

  #changeSeats(day: number, after: number, reason: SeatReason): void {
    if (after === this.#seats) return;
    this.seatChanges.push({ day, before: this.#seats, after, reason });
    this.#seats = after;
  }
}

/** How likely the money still comes in, and after how many days. */
const RECOVERY: Readonly<Record<PaymentFailure["kind"], { share: number; days: readonly [number, number] }>> = {
  soft: { share: 0.985, days: [1, 6] },
  grace: { share: 0.9, days: [5, 20] },
  hard: { share: 0.66, days: [7, 27] },
};

export function isFrozen({ frozenFrom, frozenTo }: Contract, day: number): boolean {
  return frozenFrom !== null && frozenTo !== null && frozenFrom <= day && day < frozenTo;
}

/** The renewal that follows a day; the end of the contract once it has ended. */
export function renewalAfter({ startDay, endDay, termMonths }: Contract, day: number): number {
  if (endDay !== null && endDay <= day) return endDay;
  const from = civil(startDay);
  const to = civil(day);
  const months = (to.year - from.year) * 12 + to.month - from.month;
  let terms = Math.max(1, Math.floor(months / termMonths));
  while (addMonths(startDay, terms * termMonths) <= day) terms += 1;
  return addMonths(startDay, terms * termMonths);
}
