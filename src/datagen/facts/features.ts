/**
 * The features of the application: when each came, which plan it needs, what it builds on, and how many take it up.
 *
 * Two of them are special: who has "automated ordering" leaves more rarely, and "custom reports" only look as if (see
 * `world/adoption.ts`).
 */
import { parseDay } from "../kit/calendar.ts";

/** Features whose adoption is a fact of the account; the others are taken up by people one by one. */
export type AccountFeature = "automated_ordering" | "custom_reports";

export const RELEASED_ON: Readonly<Record<AccountFeature, number>> = {
  automated_ordering: parseDay("2022-03-15"),
  custom_reports: parseDay("2021-10-05"),
};

export interface Feature {
  readonly id: number;
  readonly name: string;
  readonly category: "monitoring" | "inventory" | "insight" | "team" | "platform";
  /** Smallest tier of plan that includes it. */
  readonly tier: number;
  readonly releasedOn: number;
  readonly deprecatedOn: number | null;
  readonly dependsOn: number | null;
  /** Share of the people who could use it and one day do. */
  readonly appeal: number;
  /** How likely somebody who uses it does so on a day in the application. */
  readonly habit: number;
  /** Seconds of one use, in steps of 30. */
  readonly seconds: number;
  /** Set where the account takes it up as a whole. */
  readonly account: AccountFeature | null;
}

interface Told {
  readonly until?: string;
  readonly after?: number;
  readonly account?: AccountFeature;
}

function feature(
  id: number,
  name: string,
  category: Feature["category"],
  tier: number,
  released: string | number,
  [appeal, habit, seconds]: readonly [number, number, number],
  { until, after, account }: Told = {},
): Feature {
  const releasedOn = typeof released === "number" ? released : parseDay(released);
  const deprecatedOn = until === undefined ? null : parseDay(until);
  return {
    id,
    name,
    category,
    tier,
    releasedOn,
    deprecatedOn,
    dependsOn: after ?? null,
    appeal,
    habit,
    seconds,
    account: account ?? null,
  };
}

export const FEATURES: readonly Feature[] = [
  feature(1, "Live dashboard", "monitoring", 1, "2019-01-01", [0.95, 0.62, 90]),
  feature(2, "Device list", "monitoring", 1, "2019-01-01", [0.75, 0.22, 60]),
  feature(3, "Alerts", "monitoring", 1, "2019-03-18", [0.6, 0.2, 60], { after: 2 }),
  feature(4, "Temperature log", "monitoring", 1, "2019-06-03", [0.45, 0.14, 60], { after: 2 }),
  feature(5, "Pour report", "insight", 1, "2019-09-16", [0.55, 0.18, 120], { after: 1 }),
  feature(6, "User roles", "team", 1, "2019-11-04", [0.2, 0.03, 90]),
  feature(7, "Keg inventory", "inventory", 2, "2020-02-10", [0.5, 0.25, 150], { after: 5 }),
  feature(8, "CSV export", "insight", 1, "2020-05-25", [0.25, 0.06, 30], { after: 5 }),
  feature(9, "Cleaning schedule", "monitoring", 1, "2020-09-14", [0.35, 0.08, 60], { after: 2 }),
  feature(10, "Site comparison", "insight", 2, "2020-12-01", [0.35, 0.1, 120], { after: 5 }),
  feature(11, "Shift notes", "team", 1, "2021-03-08", [0.22, 0.12, 90], { until: "2024-09-30" }),
  feature(12, "Mobile app", "platform", 1, "2021-05-17", [0.55, 0.3, 60]),
  feature(13, "Waste tracking", "inventory", 2, "2021-08-02", [0.3, 0.1, 90], { after: 7 }),
  feature(14, "Custom reports", "insight", 2, RELEASED_ON.custom_reports, [1, 0.22, 240], {
    after: 5,
    account: "custom_reports",
  }),
  feature(15, "Webhooks and API", "platform", 3, "2022-01-24", [0.25, 0.05, 60]),
  feature(16, "Automated ordering", "inventory", 1, RELEASED_ON.automated_ordering, [1, 0.2, 120], {
    after: 7,
    account: "automated_ordering",
  }),
  feature(17, "Menu sync", "inventory", 2, "2022-08-22", [0.28, 0.07, 90], { after: 7 }),
  feature(18, "Energy report", "insight", 2, "2023-02-06", [0.22, 0.06, 90], { after: 4 }),
  feature(19, "Single sign-on", "team", 4, "2023-04-17", [0.5, 0.04, 30], { after: 6 }),
  feature(20, "Demand forecast", "insight", 3, "2023-10-09", [0.4, 0.14, 150], { after: 5 }),
  feature(21, "Predictive maintenance", "monitoring", 3, "2024-03-11", [0.38, 0.12, 90], { after: 3 }),
  feature(22, "Shift handover", "team", 1, "2024-07-15", [0.3, 0.16, 90], { after: 11 }),
  feature(23, "Guest price tests", "insight", 3, "2025-02-17", [0.22, 0.08, 180], { after: 17 }),
  feature(24, "Assistant", "platform", 2, "2025-09-08", [0.4, 0.15, 60], { after: 1 }),
];
