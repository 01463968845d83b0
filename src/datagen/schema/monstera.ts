/**
 * A separate company, maker of a creative suite: accounts, users, events and the states they pass through.
 */
import { bigint, date, decimal, flag, integer, smallint, syncedAt, text, timestamp } from "./columns.ts";
import type { TableSchema } from "./table-schema.ts";

export const events = {
  system: "monstera",
  table: "events",
  pack: "star-lifecycle",
  key: ["event_id"],
  description:
    "One row per thing that a user did in the creative suite. Only qualifying events keep a user active; logging in or looking around does not.",
  rows: { classroom: 90000, full: 3000000 },
  faults: [],
  columns: {
    event_id: bigint(
      "Number of the event; sessions follow each other in order of their beginning, and the events of one stay together.",
    ),
    entity_id: integer("Who did it: a user's number while entity_type is user.", {
      references: "monstera.users.user_id",
    }),
    entity_type: text("Kind of entity that entity_id points at.", { values: ["user"] }),
    event_type: text(
      "What was done, in snake_case with the product first; the pairs of event and product are in product_event_rules.",
    ),
    event_timestamp: timestamp("When it was done, in UTC; whole minutes."),
    location: text("Where the application ran.", { values: ["web", "mobile"] }),
    session_id: integer(
      "The visit that it belongs to, as the application counts; sessions number in order of their beginning.",
    ),
    product_id: text("Product or feature that was used; empty for logins, which belong to none.", {
      references: "monstera.product_catalog.product_id",
    }),
    project_id: integer(
      "The project that was worked on; empty where there is none, and for videos, which name it themselves.",
      { references: "monstera.projects.project_id" },
    ),
    video_id: integer("The video that was worked on, if it was one.", { references: "monstera.videos.video_id" }),
    is_qualifying_event: flag("True when the rule of the event and its product says that it keeps the user active."),
    is_activation_event: flag(
      "True when the rule says that it activates the user for the product; true on every such event, not only on the first.",
    ),
    device_type: text("Kind of device.", { values: ["desktop", "phone", "tablet"] }),
    created_at: timestamp("When the application sent it, in UTC: in the evening of the day."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const users = {
  system: "monstera",
  table: "users",
  pack: "star-lifecycle",
  key: ["user_id"],
  description:
    "One row per person with a seat at a studio, also when the studio has left or the person was deleted; deletions are in a table of their own.",
  rows: { classroom: 2400, full: 40000 },
  faults: [],
  columns: {
    user_id: integer("Number of the user, in order of joining."),
    email: text("Address at the studio's domain, unique."),
    account_id: integer("The studio.", { references: "monstera.accounts.account_id" }),
    user_created_at: timestamp("When the user joined, in UTC."),
    country: text("Where the user lives: mostly the country of the studio. The United Kingdom is UK here, not GB.", {
      values: ["US", "UK", "CA", "DE", "AU", "FR"],
    }),
    plan_type: text("Tier of the studio today, or the one that its trial was for.", {
      values: ["starter", "professional", "enterprise"],
    }),
    acquisition_source: text("What brought the user; everybody but the first of a studio was invited.", {
      values: ["organic", "paid_search", "content", "referral", "partner", "invite"],
    }),
    invited_by_user_id: integer("Who invited the user; empty for the first of a studio, the root of its tree.", {
      references: "monstera.users.user_id",
    }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const accounts = {
  system: "monstera",
  table: "accounts",
  pack: "star-lifecycle",
  key: ["account_id"],
  description:
    "One row per studio that ever began a trial, as it stands on the day of the load. Revenue is zero in a trial, after the end and while frozen, so it does not tell these apart.",
  rows: { classroom: 260, full: 4000 },
  faults: [],
  columns: {
    account_id: integer("Number of the studio, in order of its trial."),
    account_name: text("Name of the studio, unique."),
    subscription_tier: text("Tier of its latest contract, or the one that its trial was for.", {
      values: ["starter", "professional", "enterprise"],
    }),
    total_seats: integer("Seats today; zero once the trial or the contract has ended."),
    account_created_at: timestamp("When the trial began, in UTC."),
    first_paid_at: timestamp("When the first contract began, in UTC; empty for studios that never paid."),
    contract_renewal_date: date(
      "The next day on which the contract renews; for a studio that left, the day of the end.",
    ),
    monthly_recurring_revenue: decimal(
      12,
      2,
      "Seats times the price of the tier; zero in a trial, after the end and while frozen.",
      { unit: "dollars" },
    ),
    is_trial: flag("True while the trial runs and nothing was paid."),
    trial_end_date: date("The last day of the trial, also of one that was cut short by a contract."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const productCatalog = {
  system: "monstera",
  table: "product_catalog",
  pack: "star-lifecycle",
  key: ["product_id"],
  description:
    "One row per product, feature or sub-feature that has been launched; the three families are not rows but product_family_id.",
  rows: { classroom: 17, full: 17 },
  faults: [],
  columns: {
    product_id: text("Name in snake_case; features have one too."),
    product_name: text("Name as customers read it."),
    product_family_id: text("Family, tier 1 of the hierarchy.", {
      values: ["content_creation", "collaboration", "analytics"],
    }),
    tier: smallint("2 for a product, 3 for a feature, 4 for a sub-feature."),
    parent_product_id: text("The product or feature that it is part of; empty for products.", {
      references: "monstera.product_catalog.product_id",
    }),
    is_active: flag("False once it is no longer offered."),
    created_at: timestamp("When it was launched, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const productEventRules = {
  system: "monstera",
  table: "product_event_rules",
  pack: "star-lifecycle",
  key: ["event_type", "product_id"],
  description:
    "One row per pair of event and product that the suite may report: what the flags on events follow from. The same event may belong to several products.",
  rows: { classroom: 40, full: 40 },
  faults: [],
  columns: {
    event_type: text("Name of the event."),
    product_id: text("Product or feature that reports it.", { references: "monstera.product_catalog.product_id" }),
    is_qualifying: flag("True when the event keeps its user active."),
    is_activation: flag("True when the event shows that the user got a result; such events qualify too."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const subscriptions = {
  system: "monstera",
  table: "subscriptions",
  pack: "star-lifecycle",
  key: ["subscription_id"],
  description:
    "One row per contract of a studio. An upgrade ends a contract and begins the next on the same day, a studio that comes back has a gap between two, and a trial is no contract.",
  rows: { classroom: 300, full: 4600 },
  faults: [],
  columns: {
    subscription_id: integer("Number of the contract, in order of beginning."),
    account_id: integer("The studio.", { references: "monstera.accounts.account_id" }),
    tier: text("What was bought.", { values: ["starter", "professional", "enterprise"] }),
    seats: integer("Seats today, or at the end; seats of an earlier day are in seat_changes."),
    start_date: date("The first day."),
    end_date: date("The first day without it; empty while it runs."),
    status: text("How it stands: active, frozen, or why it ended.", {
      values: ["active", "frozen", "canceled", "upgraded", "payment_failed"],
    }),
    mrr: decimal(
      12,
      2,
      "Seats times the price of the tier per month: 15, 28 or 45 a seat. It stays when the contract ends or is frozen.",
      { unit: "dollars" },
    ),
    renewal_date: date("The next renewal of a running contract; empty after the end."),
    frozen_from: date("The first day of the freeze; a contract can be frozen once."),
    frozen_to: date("The day on which it thaws, which may lie ahead."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const seatChanges = {
  system: "monstera",
  table: "seat_changes",
  pack: "star-lifecycle",
  key: ["change_id"],
  description:
    "One row per change of a studio's number of seats: a log, from which seats and revenue of any day follow.",
  rows: { classroom: 900, full: 14000 },
  faults: [],
  columns: {
    change_id: integer("Number of the change, in order of days."),
    account_id: integer("The studio.", { references: "monstera.accounts.account_id" }),
    changed_at: timestamp("When it changed, in UTC."),
    seats_before: integer("Seats until then; zero before the trial and before a return."),
    seats_after: integer("Seats from then on; zero when the trial or the contract ended."),
    reason: text("Why: trial_start, conversion, growth, new_hires, reduction, churn or win_back.", {
      values: ["trial_start", "conversion", "growth", "new_hires", "reduction", "churn", "win_back"],
    }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const projects = {
  system: "monstera",
  table: "projects",
  pack: "star-lifecycle",
  key: ["project_id"],
  description: "One row per project: the folder in which a user keeps videos and images.",
  rows: { classroom: 4500, full: 75000 },
  faults: [],
  columns: {
    project_id: integer("Number of the project, in order of creation."),
    name: text("Name from the suggestions of the application; not unique."),
    account_id: integer("The studio of its maker.", { references: "monstera.accounts.account_id" }),
    created_by_user_id: integer("Who made it.", { references: "monstera.users.user_id" }),
    status: text("Archived when nobody has touched it for half a year.", { values: ["active", "archived"] }),
    created_at: timestamp("When it was made, in UTC."),
    updated_at: timestamp("The evening of the last day on which somebody worked on it, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const videos = {
  system: "monstera",
  table: "videos",
  pack: "star-lifecycle",
  key: ["video_id"],
  description: "One row per video. It is made in a project by one user and is published once, if at all.",
  rows: { classroom: 9000, full: 150000 },
  faults: [],
  columns: {
    video_id: integer("Number of the video, in order of creation."),
    title: text("Title from the suggestions of the application; not unique."),
    project_id: integer("The project in which it was made.", { references: "monstera.projects.project_id" }),
    created_by_user_id: integer("Who made it.", { references: "monstera.users.user_id" }),
    duration_seconds: integer("Length of the video."),
    status: text("Draft until it is published; archived when it was not within half a year.", {
      values: ["draft", "published", "archived"],
    }),
    created_at: timestamp("When it was made, in UTC."),
    published_at: timestamp("When it was published, in UTC; empty until then."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const paymentFailures = {
  system: "monstera",
  table: "payment_failures",
  pack: "star-lifecycle",
  key: ["failure_id"],
  description:
    "One row per month's payment that failed. The studio is in dunning from failed_at until recovered_at; where nothing comes in for thirty days, the contract ends and the row stays open for ever.",
  rows: { classroom: 420, full: 6500 },
  faults: [],
  columns: {
    failure_id: integer("Number of the failure, in order of time."),
    account_id: integer("The studio that owes.", { references: "monstera.accounts.account_id" }),
    failed_at: timestamp("When the first attempt failed, in UTC."),
    recovered_at: timestamp("When the money came in, in UTC; empty until then, or for ever."),
    dunning_type: text(
      "How it failed: soft (the next attempts work), grace (the customer asked for time), hard (the card is dead).",
      { values: ["soft", "hard", "grace"] },
    ),
    attempt_count: smallint("Attempts made so far: at once, and after 1, 3, 7 and 14 days."),
    amount: decimal(12, 2, "What was due: seats times the price of the tier.", { unit: "dollars" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const deletions = {
  system: "monstera",
  table: "deletions",
  pack: "star-lifecycle",
  key: ["deletion_id"],
  description:
    "One row per user or studio that was deleted. Rows of users and accounts stay as they were; a studio's deletion deletes each of its users with a row of their own.",
  rows: { classroom: 90, full: 1500 },
  faults: [],
  quiet: true,
  columns: {
    deletion_id: integer("Number of the deletion, in order of time."),
    entity_type: text("What was deleted.", { values: ["user", "account"] }),
    entity_id: integer("Number of the user or of the account, as entity_type says."),
    deleted_at: timestamp("When it was deleted, in UTC."),
    reason: text(
      "Why: no_longer_needed, left_company or privacy_request for users of their own accord, trial_ended for a studio, account_deleted for its users.",
      { values: ["no_longer_needed", "left_company", "privacy_request", "trial_ended", "account_deleted"] },
    ),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;
