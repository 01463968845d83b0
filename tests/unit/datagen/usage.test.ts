/** How people use the application: what must hold between visits, pages, features, roles and accounts. */
import { beforeAll, describe, expect, test } from "vitest";
import { FEATURES } from "../../../src/datagen/facts/features.ts";
import { generate } from "../../../src/datagen/generate.ts";
import { DAY_SECONDS, parseDay } from "../../../src/datagen/kit/calendar.ts";
import { tableName } from "../../../src/datagen/schema/table-schema.ts";
import { records, type TableData } from "../../../src/datagen/table.ts";
import { TIERS } from "../../../src/datagen/tiers.ts";
import { appVersionOn } from "../../../src/datagen/usage/app-releases.ts";
import { TESTED_TIERS, numbersOf, type Row } from "./generated.ts";

const ONLY = new Set(
  ["users", "user_role_changes", "features", "feature_usage", "user_sessions", "page_views", "api_requests_daily"].map(
    (table) => `app_database__${table}`,
  ),
);

describe.each(TESTED_TIERS)("%s", (tier) => {
  const made = new Map<string, TableData>();
  const table = (name: string): TableData => {
    const found = made.get(`app_database__${name}`);
    if (found === undefined) throw new Error(`"${name}" was not made.`);
    return found;
  };
  const rows = (name: string): Row[] => records(table(name));
  const asOf = TIERS[tier].asOfDay;

  beforeAll(() => {
    for (const one of generate({ tier, only: ONLY, clean: true })) made.set(tableName(one.schema), one);
  }, 60_000);

  test("no id occurs twice", () => {
    for (const name of ["user_sessions", "page_views", "feature_usage", "user_role_changes"]) {
      const ids = numbersOf(table(name), table(name).schema.key[0] ?? "");
      expect(new Set(ids).size, name).toBe(ids.length);
    }
  });

  test("a visit is as long as its pages, and has as many as it says", () => {
    const pages = new Map<number, { count: number; seconds: number }>();
    const session = numbersOf(table("page_views"), "session_id");
    const seconds = numbersOf(table("page_views"), "time_on_page_seconds");
    session.forEach((id, row) => {
      const sum = pages.get(id) ?? { count: 0, seconds: 0 };
      pages.set(id, { count: sum.count + 1, seconds: sum.seconds + (seconds[row] ?? 0) });
    });
    const visits = new Map(rows("user_sessions").map((row) => [Number(row["session_id"]), row]));
    expect(pages.size).toBeGreaterThan(tier === "tiny" ? 50 : 5000);
    let wrong = 0;
    for (const [id, { count, seconds: long }] of pages) {
      const visit = visits.get(id);
      if (visit?.["page_views"] !== count || visit["duration_seconds"] !== long) wrong += 1;
    }
    expect(wrong).toBe(0);
  });

  test("nobody comes before they accepted or after they were deactivated, and the last visit is the last login", () => {
    const users = new Map(rows("users").map((row) => [row["id"], row]));
    const last = new Map<number, number>();
    for (const row of rows("user_sessions")) {
      const user = users.get(row["user_id"] ?? null);
      const start = Number(row["start_time"]);
      if (start < Number(user?.["created_at"])) expect.fail(`visit ${String(row["session_id"])} came too early`);
      const left = user?.["deactivated_at"] ?? null;
      if (left !== null && start > Number(left)) expect.fail(`visit ${String(row["session_id"])} came too late`);
      last.set(Number(row["user_id"]), start);
    }
    for (const [id, start] of last) expect(Number(users.get(id)?.["last_login_at"])).toBeGreaterThanOrEqual(start);
    for (const user of users.values()) if (user["status"] === "active") expect(user["last_login_at"]).not.toBeNull();
  });

  test("features are used by people who were there that day, after the release and before the end", () => {
    const days = new Set<number>();
    const start = numbersOf(table("user_sessions"), "start_time");
    numbersOf(table("user_sessions"), "user_id").forEach((user, row) => {
      days.add(user * 100000 + Math.floor((start[row] ?? 0) / DAY_SECONDS));
    });
    const uses = table("feature_usage");
    const day = numbersOf(uses, "usage_date");
    const feature = numbersOf(uses, "feature_id");
    const user = numbersOf(uses, "user_id");
    let wrong = 0;
    for (let row = 0; row < uses.rowCount; row += 1) {
      const facts = FEATURES[(feature[row] ?? 0) - 1];
      const date = day[row] ?? 0;
      const known = date > asOf - 365 && date < asOf;
      if (known && !days.has((user[row] ?? 0) * 100000 + date)) wrong += 1;
      if (facts === undefined || date < facts.releasedOn || date >= (facts.deprecatedOn ?? asOf + 1)) wrong += 1;
    }
    expect(wrong).toBe(0);
  });

  test("a promotion leads to the role that the user has, and the owner gave it", () => {
    const users = new Map(rows("users").map((row) => [row["id"], row]));
    const promotions = rows("user_role_changes");
    expect(promotions.length).toBeGreaterThan(0);
    for (const row of promotions) {
      expect(users.get(row["user_id"] ?? null)?.["role"]).toBe(row["new_role"]);
      expect(users.get(row["changed_by"] ?? null)?.["role"]).toBe("admin");
    }
  });

  test("programs call where the plan includes the interface, and errors are some of the calls", () => {
    for (const row of rows("api_requests_daily").slice(0, 5000)) {
      expect(Number(row["errors"])).toBeLessThanOrEqual(Number(row["calls"]));
      expect(Number(row["calls"])).toBeGreaterThan(0);
    }
  });

  if (tier === "classroom") {
    test("of the people who come in a month a quarter to two fifths come on a day", () => {
      const byDay = new Map<number, Set<number>>();
      const start = numbersOf(table("user_sessions"), "start_time");
      numbersOf(table("user_sessions"), "user_id").forEach((user, row) => {
        const date = Math.floor((start[row] ?? 0) / DAY_SECONDS);
        if (date <= asOf - 30) return;
        byDay.set(date, (byDay.get(date) ?? new Set()).add(user));
      });
      const month = new Set([...byDay.values()].flatMap((people) => [...people]));
      const daily = [...byDay.values()].reduce((sum, people) => sum + people.size, 0) / 30;
      expect(daily / month.size).toBeGreaterThan(0.25);
      expect(daily / month.size).toBeLessThan(0.4);
    });
  }
});

describe("the mobile application", () => {
  test("nobody has a version below 4.2 once the old servers are off", () => {
    const after = parseDay("2024-06-01");
    for (const u of [0, 0.1, 0.5, 0.99]) expect(appVersionOn(after, u)).toBe("4.2.0");
    expect(appVersionOn(after - 1, 0.5)).toBe("4.1.0");
  });
});
