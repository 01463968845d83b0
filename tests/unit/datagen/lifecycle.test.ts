/** The lifecycle company: its rules one by one, and what must hold in its tables. */
import { describe, expect, test } from "vitest";
import { Company } from "../../../src/datagen/company.ts";
import { DAY_SECONDS, formatDay, parseDay, weekday } from "../../../src/datagen/kit/calendar.ts";
import { Draws } from "../../../src/datagen/kit/random.ts";
import { nextCampaign } from "../../../src/datagen/lifecycle/campaigns.ts";
import { CATALOGUE, EVENT_RULES, VOICE_CLONING_LAUNCH } from "../../../src/datagen/lifecycle/catalogue.ts";
import { liveContracts, renewalAfter } from "../../../src/datagen/lifecycle/contracts.ts";
import type { Contract } from "../../../src/datagen/lifecycle/records.ts";
import { STREAMS } from "../../../src/datagen/lifecycle/sites.ts";
import { accessSpans, isOpenOn, nextOpenDay } from "../../../src/datagen/lifecycle/studios.ts";
import { records, type TableData } from "../../../src/datagen/table.ts";
import { attempts } from "../../../src/datagen/tables/monstera/studios.ts";
import { MONSTERA } from "../../../src/datagen/tables/monstera/writers.ts";
import { TIERS, atDay } from "../../../src/datagen/tiers.ts";
import { groupBy, type Row } from "./generated.ts";
import { accountStates, userStates, type LifecycleRows } from "./lifecycle-states.ts";
import { faultsOf, unusedValues } from "./system-tables.ts";

const AS_OF = parseDay("2025-12-31");
const dayOf = (time: string | number | null | undefined): number => Math.floor(Number(time) / DAY_SECONDS);
const companies = {
  tiny: new Company({ tier: TIERS.tiny, seed: 42 }),
  classroom: new Company({ tier: TIERS.classroom, seed: 42 }),
};
const tablesOf = (company: Company): TableData[] => MONSTERA.map(({ write }) => write(company));
const classroom = tablesOf(companies.classroom);

function rowsOf(tables: readonly TableData[], name: string): Row[] {
  const table = tables.find(({ schema }) => schema.table === name);
  if (table === undefined) throw new Error(`"${name}" was not written.`);
  return records(table);
}

function allRows(tables: readonly TableData[]): LifecycleRows {
  return {
    users: rowsOf(tables, "users"),
    accounts: rowsOf(tables, "accounts"),
    events: rowsOf(tables, "events"),
    subscriptions: rowsOf(tables, "subscriptions"),
    seatChanges: rowsOf(tables, "seat_changes"),
    failures: rowsOf(tables, "payment_failures"),
    deletions: rowsOf(tables, "deletions"),
  };
}

/** `expect` once per event takes seconds. */
function check(holds: boolean, about: unknown): void {
  if (!holds) expect.fail(JSON.stringify(about));
}

describe.each(["tiny", "classroom"] as const)("%s", (tier) => {
  const tables = tier === "classroom" ? classroom : tablesOf(companies[tier]);
  const rows = allRows(tables);
  const users = new Map(rows.users.map((row) => [Number(row["user_id"]), row]));

  test("keys, references, closed lists and times hold", () => {
    const promises = ["contract_renewal_date", "renewal_date", "trial_end_date", "frozen_to"];
    expect(faultsOf(tables, { asOfDay: AS_OF, promises })).toEqual([]);
  });

  test("the flags of an event are those of its rule; only a login belongs to no product", () => {
    const rules = new Map(
      rowsOf(tables, "product_event_rules").map((row) => [
        `${String(row["product_id"])} ${String(row["event_type"])}`,
        row,
      ]),
    );
    for (const event of rows.events) {
      const rule = rules.get(`${String(event["product_id"])} ${String(event["event_type"])}`);
      check((rule === undefined) === (event["event_type"] === "logged_in"), event);
      check(event["is_qualifying_event"] === (rule?.["is_qualifying"] ?? 0), event);
      check(event["is_activation_event"] === (rule?.["is_activation"] ?? 0), event);
    }
  });

  test("nobody works before joining, after being deleted, or while the studio has no access", () => {
    const deleted = new Map(
      rows.deletions.flatMap((row) =>
        row["entity_type"] === "user" ? [[Number(row["entity_id"]), Number(row["deleted_at"])] as const] : [],
      ),
    );
    const spans = new Map(companies[tier].lifecycle.studios.map((studio) => [studio.id, accessSpans(studio)]));
    for (const event of rows.events) {
      const time = Number(event["event_timestamp"]);
      const user = users.get(Number(event["entity_id"]));
      check(time >= Number(user?.["user_created_at"]), event);
      check(time < (deleted.get(Number(event["entity_id"])) ?? Infinity), event);
      check(isOpenOn(spans.get(Number(user?.["account_id"])) ?? [], dayOf(time)), event);
    }
  });

  test("sessions are visits of one user on one day, and their numbers follow their beginning", () => {
    let [session, began] = [0, 0];
    let first: Row = {};
    for (const event of rows.events) {
      if (event["session_id"] !== session) {
        check(Number(event["session_id"]) === session + 1 || session === 0, event);
        check(Number(event["event_timestamp"]) >= began - 3600, event);
        [session, began, first] = [Number(event["session_id"]), Number(event["event_timestamp"]), event];
      }
      check(event["entity_id"] === first["entity_id"], event);
      check(dayOf(event["event_timestamp"]) === dayOf(first["event_timestamp"]), event);
    }
  });

  test("invitations are trees: whoever was invited came after somebody of the same studio", () => {
    for (const user of rows.users) {
      const inviter = users.get(Number(user["invited_by_user_id"]));
      check((user["invited_by_user_id"] === null) === (user["acquisition_source"] !== "invite"), user);
      if (inviter === undefined) continue;
      check(inviter["account_id"] === user["account_id"], user);
      check(Number(inviter["user_created_at"]) < Number(user["user_created_at"]), user);
    }
  });

  test("seat changes are a chain that leads to the seats and the revenue of today", () => {
    const prices: Readonly<Record<string, number>> = { starter: 1500, professional: 2800, enterprise: 4500 };
    const chains = groupBy(rows.seatChanges, "account_id");
    const contracts = groupBy(rows.subscriptions, "account_id");
    for (const account of rows.accounts) {
      let seats = 0;
      for (const change of chains.get(account["account_id"] ?? null) ?? []) {
        expect(change["seats_before"]).toBe(seats);
        seats = Number(change["seats_after"]);
      }
      expect(account["total_seats"]).toBe(seats);
      const last = contracts.get(account["account_id"] ?? null)?.at(-1);
      if (last?.["status"] === "active") {
        expect(account["monthly_recurring_revenue"]).toBe(seats * (prices[String(last["tier"])] ?? 0));
        expect(last["mrr"]).toBe(account["monthly_recurring_revenue"]);
      } else expect(account["monthly_recurring_revenue"]).toBe(0);
      if (last?.["status"] === "active" || last?.["status"] === "frozen")
        expect(Number(account["contract_renewal_date"])).toBeGreaterThan(AS_OF);
    }
  });

  test("the contracts of a studio do not overlap, and an upgrade goes on on the same day", () => {
    for (const [, own] of groupBy(rows.subscriptions, "account_id")) {
      own.slice(1).forEach((contract, index) => {
        const before = own[index];
        const gap = Number(contract["start_date"]) - Number(before?.["end_date"]);
        expect(before?.["status"] === "upgraded" ? gap === 0 : gap >= 31).toBe(true);
      });
    }
  });

  test("a video is published once, after it was made, by events of that time", () => {
    const published = new Map(
      rows.events.flatMap((event) =>
        event["event_type"] === "video_published" ? [[event["video_id"], event["event_timestamp"]] as const] : [],
      ),
    );
    for (const video of rowsOf(tables, "videos")) {
      check((published.get(video["video_id"] ?? null) ?? null) === video["published_at"], video);
      check((video["published_at"] !== null) === (video["status"] === "published"), video);
      if (video["published_at"] !== null) check(Number(video["published_at"]) > Number(video["created_at"]), video);
    }
  });
});

describe("classroom is rich enough to learn from", () => {
  const rows = allRows(classroom);

  test("tables are about as large as planned, and every value of every list occurs", () => {
    for (const { schema, rowCount } of classroom) {
      const share = rowCount / schema.rows.classroom;
      expect([schema.table, share > 0.85, share < 1.15]).toEqual([schema.table, true, true]);
    }
    expect(unusedValues(classroom)).toEqual([]);
  });

  test("every state of users and accounts is somebody's state on the last day", () => {
    const users = [...userStates(rows, AS_OF).values()];
    const accounts = [...accountStates(rows, AS_OF).values()];
    const sizes = (states: readonly string[], names: string): number[] =>
      names.split(" ").map((name) => states.filter((state) => state === name).length);
    const userNames = "new active returning dormant churned reactivated dunning deleted";
    const accountNames = "trial new_paid active expanding at_risk contracting churned reactivated frozen trial_lost";
    expect(sizes(users, userNames).reduce((sum, size) => sum + size, 0)).toBe(rows.users.length);
    expect(Math.min(...sizes(users, userNames))).toBeGreaterThan(10);
    expect(sizes(accounts, accountNames).reduce((sum, size) => sum + size, 0)).toBe(rows.accounts.length);
    expect(Math.min(...sizes(accounts, accountNames))).toBeGreaterThan(0);
  });

  test("who gets a result in the first week stays: retention in the third and fourth month is far higher", () => {
    const joined = new Map(rows.users.map((row) => [Number(row["user_id"]), dayOf(row["user_created_at"])]));
    const [early, stayed] = [new Set<number>(), new Set<number>()];
    for (const event of rows.events) {
      const id = Number(event["entity_id"]);
      const age = dayOf(event["event_timestamp"]) - (joined.get(id) ?? 0);
      if (event["is_activation_event"] === 1 && age <= 7) early.add(id);
      if (event["is_qualifying_event"] === 1 && age > 60 && age <= 120) stayed.add(id);
    }
    const old = [...joined].flatMap(([id, day]) => (day <= AS_OF - 120 ? [id] : []));
    const share = (ids: readonly number[]): number => ids.filter((id) => stayed.has(id)).length / ids.length;
    const [activated, others] = [share(old.filter((id) => early.has(id))), share(old.filter((id) => !early.has(id)))];
    expect(activated).toBeGreaterThan(others + 0.15);
    expect(others).toBeGreaterThan(0.1);
  });

  test("more than half of the users begin with the video editor, and weekends are quiet", () => {
    const first = new Map<unknown, string>();
    let weekend = 0;
    for (const event of rows.events) {
      if (weekday(dayOf(event["event_timestamp"])) >= 5) weekend += 1;
      const root = rootOf(event["product_id"] ?? null);
      if (root !== null && !first.has(event["entity_id"])) first.set(event["entity_id"], root);
    }
    const share = [...first.values()].filter((product) => product === "video_editor").length / first.size;
    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.6);
    expect(weekend / rows.events.length).toBeLessThan(0.15);
  });

  test("voice cloning is unknown before its launch and used after it", () => {
    const uses = rows.events.filter((event) => event["product_id"] === "ai_voice_cloning");
    expect(uses.length).toBeGreaterThan(50);
    expect(Math.min(...uses.map((event) => dayOf(event["event_timestamp"])))).toBeGreaterThanOrEqual(
      VOICE_CLONING_LAUNCH,
    );
  });

  test("most failed payments are made good, soft ones nearly always", () => {
    const share = (kind: string): number => {
      const own = rows.failures.filter((row) => row["dunning_type"] === kind);
      return own.filter((row) => row["recovered_at"] !== null).length / own.length;
    };
    expect(share("soft")).toBeGreaterThan(0.93);
    expect(share("hard")).toBeLessThan(0.85);
    expect(share("hard")).toBeGreaterThan(0.4);
  });

  test("the catalogue has seventeen rows in three families, and a parent is one tier above", () => {
    expect(CATALOGUE).toHaveLength(17);
    expect(EVENT_RULES).toHaveLength(40);
    const tiers = new Map(CATALOGUE.map(({ id, tier }) => [id, tier]));
    for (const { tier, parent } of CATALOGUE) expect(parent === null ? 1 : tiers.get(parent)).toBe(tier - 1);
    for (const { activates, qualifies } of EVENT_RULES) if (activates) expect(qualifies).toBe(true);
  });
});

/** The product that a feature is part of; null for a login. */
function rootOf(id: string | number | null): string | null {
  const found = CATALOGUE.find((candidate) => candidate.id === id);
  return found === undefined ? null : found.parent === null ? found.id : rootOf(found.parent);
}

describe("rules", () => {
  const start = {
    createdDay: parseDay("2022-01-10"),
    trialEndDay: parseDay("2022-01-24"),
    tier: "starter",
    seats: 4,
  } as const;
  const lives = Array.from({ length: 300 }, (_, key) =>
    liveContracts(new Draws(42, STREAMS.studio, key), new Draws(42, STREAMS.contract, key), start, AS_OF),
  );

  test("a trial that comes to nothing gives its seats back on the day after", () => {
    const lost = lives.filter(({ contracts }) => contracts.length === 0);
    expect(lost.length).toBeGreaterThan(30);
    for (const { seatChanges } of lost)
      expect(seatChanges.map(({ day, after }) => [formatDay(day), after])).toEqual([
        ["2022-01-10", 4],
        ["2022-01-25", 0],
      ]);
  });

  test("what is never paid ends the contract thirty days later", () => {
    const ended = lives.flatMap(({ contracts, failures }) =>
      contracts
        .filter(({ endReason }) => endReason === "payment_failed")
        .map(({ endDay }) =>
          failures.some((failure) => failure.recoveredDay === null && failure.failedDay + 30 === endDay),
        ),
    );
    expect(ended.length).toBeGreaterThan(5);
    expect(ended).not.toContain(false);
  });

  test("contracts end at a renewal, by an upgrade, or because they were not paid", () => {
    for (const { contracts } of lives)
      for (const { startDay, endDay, endReason, termMonths } of contracts) {
        if (endReason !== "canceled" || endDay === null) continue;
        const running: Contract = { ...CONTRACT, startDay, termMonths };
        expect(renewalAfter(running, endDay - 1)).toBe(endDay);
      }
  });

  const CONTRACT: Contract = {
    tier: "starter",
    startDay: parseDay("2024-01-31"),
    endDay: null,
    endReason: null,
    seats: 3,
    termMonths: 3,
    frozenFrom: null,
    frozenTo: null,
  };

  test("a contract renews on its day of the month, or the last day of a shorter one", () => {
    expect(formatDay(renewalAfter(CONTRACT, parseDay("2024-01-31")))).toBe("2024-04-30");
    expect(formatDay(renewalAfter(CONTRACT, parseDay("2024-04-29")))).toBe("2024-04-30");
    expect(formatDay(renewalAfter(CONTRACT, parseDay("2024-04-30")))).toBe("2024-07-31");
    expect(formatDay(renewalAfter({ ...CONTRACT, endDay: parseDay("2024-06-01") }, AS_OF))).toBe("2024-06-01");
  });

  test("access is half open and leaves out a freeze", () => {
    const spans = [
      [10, 20],
      [30, 40],
    ] as const;
    expect([9, 10, 19, 20, 30, 40].map((day) => isOpenOn(spans, day))).toEqual([false, true, true, false, true, false]);
    expect([5, 15, 20, 39, 40].map((day) => nextOpenDay(spans, day))).toEqual([10, 15, 30, 39, null]);
  });

  test("campaigns begin on 3 June and 3 December", () => {
    expect(formatDay(nextCampaign(parseDay("2024-06-03")))).toBe("2024-06-03");
    expect(formatDay(nextCampaign(parseDay("2024-06-04")))).toBe("2024-12-03");
    expect(formatDay(nextCampaign(parseDay("2024-12-04")))).toBe("2025-06-03");
  });

  test("a payment is tried at once and after 1, 3, 7 and 14 days", () => {
    expect([0, 1, 2, 3, 7, 13, 14, 60].map(attempts)).toEqual([1, 2, 2, 3, 4, 4, 5, 5]);
  });
});

describe("on an earlier day", () => {
  const day = parseDay("2025-06-30");
  const end = (day + 1) * DAY_SECONDS;
  const earlyTables = tablesOf(new Company({ tier: atDay(TIERS.classroom, day), seed: 42 }));

  test.each([
    ["events", "event_timestamp"],
    ["users", "user_created_at"],
    ["accounts", "account_created_at"],
    ["seat_changes", "changed_at"],
    ["projects", "created_at"],
    ["videos", "created_at"],
    ["payment_failures", "failed_at"],
    ["deletions", "deleted_at"],
  ])("%s of that time have the same numbers and the same makers", (name, time) => {
    // What may change later stays out: a state, a count, a date of renewal, the time of the load.
    const fixed = ([, value]: [string, unknown]): unknown => value;
    const stable = new Set(
      "event_id entity_id entity_type event_type event_timestamp session_id product_id project_id video_id user_id email account_id user_created_at country acquisition_source invited_by_user_id account_name account_created_at trial_end_date change_id changed_at seats_before seats_after reason name title created_by_user_id created_at duration_seconds failure_id failed_at dunning_type amount deletion_id deleted_at".split(
        " ",
      ),
    );
    const facts = (rows: readonly Row[]): string[] =>
      rows.map((row) =>
        JSON.stringify(
          Object.entries(row)
            .filter(([column]) => stable.has(column))
            .map(fixed),
        ),
      );
    const then = rowsOf(classroom, name).filter((row) => Number(row[time]) < end);
    const early = facts(rowsOf(earlyTables, name));
    const late = facts(then);
    expect(early.length).toBe(late.length);
    early.forEach((row, index) => check(row === late[index], [row, late[index]]));
  });

  test("what is launched later is not in the catalogue yet", () => {
    const company = new Company({ tier: atDay(TIERS.tiny, VOICE_CLONING_LAUNCH - 1), seed: 42 });
    const ids = rowsOf(tablesOf(company), "product_catalog").map((row) => row["product_id"]);
    expect(ids).toHaveLength(15);
    expect(ids).not.toContain("ai_voice_cloning");
  });
});
