/**
 * The states of users are what an independent state machine says. Users are simulated with gaps of every length around the
 * boundaries, with failed payments and deletions, go into the project as its sample, and come out of SQL as one state per day.
 *
 * The machine walks day by day and remembers; SQL never walks, it counts days between anchors. Both follow one precedence.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEngine, tableRows } from "../../src/engine/index.ts";
import type { Engine, SourceFile, Warehouse } from "../../src/engine/index.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import { readBuiltins, readProjectFiles } from "../../src/cli/project-files.ts";
import { systemClock } from "../../src/cli/native-engine.ts";

const DAYS = 420;
/** 50,000 user-days in `npm test`, 2 million in `npm run test:long`. */
const USERS = process.env["STRATA_LONG"] === "1" ? 4800 : 120;
const USERS_PER_ACCOUNT = 4;
const FIRST_DAY = Date.UTC(2024, 10, 7) / 86_400_000;
const LAST_DAY = FIRST_DAY + DAYS - 1;

interface SimulatedUser {
  readonly id: number;
  readonly account: number;
  readonly signup: number;
  readonly eventDays: ReadonlySet<number>;
  readonly deleted: number | null;
}

interface Failure {
  readonly account: number;
  readonly from: number;
  readonly to: number | null;
}

let warehouse: Warehouse;
let engine: Engine;
const users = simulateUsers();
const failures = simulateFailures();

beforeAll(async () => {
  warehouse = await openNodeWarehouse({ threads: 2 });
  const files = await readProjectFiles("src/models");
  const simulated = new Map([
    ["seeds/lifecycle/seed_accounts.csv", accountsCsv()],
    ["seeds/lifecycle/seed_users.csv", usersCsv()],
    ["seeds/lifecycle/seed_events.csv", eventsCsv()],
  ]);
  engine = await openEngine({
    files: files.map((file): SourceFile => ({ ...file, text: simulated.get(file.path) ?? file.text })),
    builtins: await readBuiltins(),
    warehouse: () => Promise.resolve(warehouse),
    clock: systemClock(Date.UTC(2025, 11, 31)),
    vars: { generate_sample_data: false, as_of_date: dateOf(LAST_DAY), lifecycle_history_start: dateOf(FIRST_DAY) },
  });
  const selected = "+silver_user_current_state +test_user_states_step_as_allowed silver_user_state_transitions";
  const { exitCode, log } = await engine.command(`build --select ${selected}`);
  expect(exitCode, log.slice(-20).join("\n")).toBe(0);
}, 600_000);
afterAll(async () => warehouse.close());

test("each day of each user has the state that the machine gives it", async () => {
  const wanted = new Map(users.map((user) => [user.id, statesOf(user)]));
  const rows = await rowsOf(
    "select user_id, date_day - date '1970-01-01' as day, platform_state, behavioural_state from {{ ref('silver_user_state_history') }}",
  );
  expect(rows.length).toBe(users.reduce((sum, { signup }) => sum + LAST_DAY - signup + 1, 0));
  const differences = rows.filter((row) => {
    const state = wanted.get(Number(row["user_id"]))?.[Number(row["day"]) - FIRST_DAY];
    return state?.platform !== row["platform_state"] || state?.behavioural !== row["behavioural_state"];
  });
  expect(differences.slice(0, 5)).toEqual([]);
});

test("the simulation visits every state, and takes each step that use alone allows", async () => {
  const states = await rowsOf("select distinct platform_state as state from {{ ref('silver_user_state_history') }}");
  expect(states.map(({ state }) => String(state)).sort()).toEqual(
    ["active", "churned", "deleted", "dormant", "dunning", "new", "reactivated", "returning"].sort(),
  );
  const missing = await rowsOf(`
    select allowed.from_state, allowed.to_state
    from {{ ref('seed_state_transitions') }} as allowed
    left join (select distinct from_state, to_state from {{ ref('silver_user_state_transitions') }}) as taken
      on allowed.from_state = taken.from_state and allowed.to_state = taken.to_state
    where allowed.entity_type = 'user' and taken.to_state is null
      and not allowed.from_state in ('unknown', 'dunning') and not allowed.to_state in ('dunning', 'deleted')`);
  expect(missing).toEqual([]);
});

/** Nothing here looks at a day before the one that it lives; the last anchor and the comeback are what it remembers. */
function statesOf(user: SimulatedUser): { platform: string; behavioural: string | null }[] {
  const states: { platform: string; behavioural: string | null }[] = [];
  let anchor = user.signup;
  let comeback: { day: number; gap: number } | null = null;
  for (let day = user.signup; day <= LAST_DAY; day += 1) {
    if (user.eventDays.has(day)) {
      if (day - anchor >= 31) comeback = { day, gap: day - anchor };
      anchor = day;
    }
    const silence = day - anchor;
    const fresh = comeback !== null && day - comeback.day <= 30 ? comeback.gap : 0;
    let behavioural = "active";
    if (silence >= 61) behavioural = "churned";
    else if (day - user.signup <= 30) behavioural = "new";
    else if (silence >= 31) behavioural = "dormant";
    else if (fresh >= 61) behavioural = "reactivated";
    else if (fresh >= 31) behavioural = "returning";
    const owes = failures.some(
      (failure) => failure.account === user.account && failure.from <= day && (failure.to === null || day < failure.to),
    );
    const isDeleted = user.deleted !== null && day >= user.deleted;
    states[day - FIRST_DAY] = {
      platform: isDeleted ? "deleted" : owes && behavioural !== "churned" ? "dunning" : behavioural,
      behavioural: isDeleted ? null : behavioural,
    };
  }
  return states;
}

/** Half of the pauses are short, the others lie around the boundaries of 30 and 60 days. */
function simulateUsers(): SimulatedUser[] {
  const random = lcg(20251231);
  return Array.from({ length: USERS }, (_, index) => {
    // Everybody signs up on the first day, so that the number of user-days is the promised one.
    const signup = FIRST_DAY;
    const deleted = random() < 0.06 ? signup + Math.floor(random() * DAYS) : null;
    const eventDays = new Set<number>();
    let day = signup;
    while (day <= LAST_DAY) {
      const kind = random();
      if (kind < 0.5) day += 1 + Math.floor(random() * 12);
      else if (kind < 0.75) day += 29 + Math.floor(random() * 5);
      else if (kind < 0.95) day += 58 + Math.floor(random() * 6);
      else day += 100;
      if (day <= LAST_DAY && (deleted === null || day < deleted)) eventDays.add(day);
    }
    return { id: index + 1, account: 1 + Math.floor(index / USERS_PER_ACCOUNT), signup, eventDays, deleted };
  });
}

function simulateFailures(): Failure[] {
  const random = lcg(7);
  return Array.from({ length: USERS / USERS_PER_ACCOUNT }, (_, index) => index + 1).flatMap((account) => {
    if (random() < 0.6) return [];
    const from = FIRST_DAY + 40 + Math.floor(random() * 300);
    return [{ account, from, to: random() < 0.2 ? null : from + 1 + Math.floor(random() * 25) }];
  });
}

function accountsCsv(): string {
  const rows = Array.from({ length: USERS / USERS_PER_ACCOUNT }, (_, index) =>
    [index + 1, `Account ${String(index + 1)}`, "starter", 4, timeOf(FIRST_DAY, 9), timeOf(FIRST_DAY, 9)]
      .concat([dateOf(LAST_DAY + 100), "60.00", "false", dateOf(FIRST_DAY)])
      .join(","),
  );
  const columns =
    "account_id,account_name,subscription_tier,total_seats,account_created_at,first_paid_at,contract_renewal_date,monthly_recurring_revenue,is_trial,trial_end_date";
  return [columns, ...rows, ""].join("\n");
}

function usersCsv(): string {
  const rows = users.map(({ id, account, signup }) =>
    [id, `user${String(id)}@studio.example`, account, timeOf(signup, 9), "US", "starter", "organic", ""].join(","),
  );
  const columns = "user_id,email,account_id,user_created_at,country,plan_type,acquisition_source,invited_by_user_id";
  return [columns, ...rows, ""].join("\n");
}

function eventsCsv(): string {
  const used = users.flatMap(({ id, eventDays }) =>
    [...eventDays].map((day) => [id, "user", "image_edited", day] as const),
  );
  const deleted = users.flatMap(({ id, deleted: day }) =>
    day === null ? [] : [[id, "user", "user_deleted", day] as const],
  );
  const failed = failures.map(({ account, from }) => [account, "account", "payment_failed", from] as const);
  const recovered = failures.flatMap(({ account, to }) =>
    to === null ? [] : [[account, "account", "payment_recovered", to] as const],
  );
  const rows = [...used, ...deleted, ...failed, ...recovered]
    .filter(([, , , day]) => day <= LAST_DAY)
    .map(([entity, kind, type, day], index) => {
      const isUse = type === "image_edited";
      const product = isUse ? "image_editor" : "";
      const flags = isUse ? "true,false" : "false,false";
      return `${String(index + 1)},${String(entity)},${kind},${type},${timeOf(day, 12)},web,${String(index + 1)},${product},,,${flags},desktop,${timeOf(day, 22)}`;
    });
  const columns =
    "event_id,entity_id,entity_type,event_type,event_timestamp,location,session_id,product_id,project_id,video_id,is_qualifying_event,is_activation_event,device_type,created_at";
  return [columns, ...rows, ""].join("\n");
}

async function rowsOf(sql: string): Promise<Readonly<Record<string, unknown>>[]> {
  const answer = await engine.query(sql, { limit: 3_000_000 });
  if (!answer.ok) throw new Error(answer.diagnostics[0]?.message);
  return tableRows(answer.value.table);
}

function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function timeOf(day: number, hour: number): string {
  return `${dateOf(day)} ${String(hour).padStart(2, "0")}:00:00`;
}

/** The same numbers on every machine. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
