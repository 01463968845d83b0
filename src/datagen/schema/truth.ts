/**
 * What really happened, for instructors and for the answers of lessons: no source system of a real company has it.
 *
 * The pack is sealed: it is made with the others and loaded only when somebody asks for it.
 */
import { date, decimal, flag, integer, syncedAt, text, timestamp } from "./columns.ts";
import type { TableSchema } from "./table-schema.ts";

export const conversion = {
  system: "truth",
  table: "conversion",
  pack: "truth",
  key: ["account_id"],
  description:
    "One row per account: what brought it. Where caused_by_channel is empty the account would have signed up without any of the channels, whatever an attribution model says.",
  rows: { classroom: 2000, full: 20000 },
  faults: [],
  columns: {
    account_id: integer("The account that signed up.", { references: "app_database.accounts.id" }),
    converted_at: timestamp("When it signed up, in UTC."),
    caused_by_channel: text(
      "The channel without which it would not have signed up; empty when none made the difference.",
      {
        values: [
          "partner",
          "email",
          "google_non_brand",
          "google_brand",
          "facebook_prospecting",
          "facebook_retargeting",
          "linkedin",
        ],
      },
    ),
    first_touch_channel: text("Channel of the first visit."),
    last_touch_channel: text("Channel of the last visit before the sign-up."),
    channels_met: text("All channels that were met up to the first form, in order, joined by semicolons."),
    base_probability: decimal(7, 6, "Probability of a sign-up of such a visitor if no channel had helped."),
    lift: decimal(7, 6, "What the channels that were met added to it."),
    through_sales: flag("True when the account signed up after talks with sales."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const channelLift = {
  system: "truth",
  table: "channel_lift",
  pack: "truth",
  key: ["channel"],
  description:
    "One row per channel: what meeting it truly adds to the chance of a sign-up, beside what the last click would have one believe.",
  rows: { classroom: 10, full: 10 },
  faults: [],
  columns: {
    channel: text("The channel."),
    lift_points: decimal(5, 3, "What meeting the channel adds to a visitor's probability of a sign-up.", {
      unit: "percentage points",
    }),
    large_only: flag("True when it adds that for businesses of 100 people and more only."),
    conversions_caused: integer("Accounts that would not exist without the channel."),
    share_caused: decimal(6, 5, "Their share of all accounts."),
    expected_share_caused: decimal(6, 5, "The share that follows from the probabilities, without chance."),
    share_met: decimal(6, 5, "Share of the accounts that met the channel."),
    share_first_touch: decimal(6, 5, "Share of the accounts that came by it first."),
    share_last_touch: decimal(6, 5, "Share of the accounts that came by it last."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const customerHazard = {
  system: "truth",
  table: "customer_hazard",
  pack: "truth",
  key: ["customer_id", "month"],
  description:
    "One row per account and month of its life: the latent health and the true risk that no score of the warehouse sees. Compare a churn score with it to see how well the score is calibrated.",
  rows: { classroom: 34000, full: 400000 },
  faults: [],
  columns: {
    customer_id: integer("The account.", { references: "app_database.accounts.id" }),
    month: date("First day of the month."),
    latent_health: decimal(4, 3, "Health on the last day of the month on which the account was alive."),
    monthly_churn_hazard: decimal(7, 6, "Sum of the daily risks of beginning to leave in that month."),
    days_at_risk: integer(
      "Days of the month on which the account could have begun to leave: paying and not leaving yet.",
      {
        unit: "days",
      },
    ),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const faultManifest = {
  system: "truth",
  table: "fault_manifest",
  pack: "truth",
  key: ["fault_id", "table_name", "row_key", "column_name"],
  description:
    "One row per planted fault: which row of which table is wrong in which column. Whoever looks for faults can be graded with it. Empty when the data were made without faults.",
  rows: { classroom: 150000, full: 1500000 },
  faults: [],
  columns: {
    fault_id: text("Id of the kind of fault, F01 to F20."),
    table_name: text("Name of the relation."),
    row_key: text("The key of the row in the faulty table; the values of a key of several columns are joined by |."),
    column_name: text("The column that is wrong; empty where the row as a whole is, or is missing."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;
