/**
 * The product's own database: accounts, their sites and people, subscriptions, devices and what they report, and how the product is used.
 */
import { bigint, date, decimal, flag, integer, smallint, syncedAt, text, timestamp } from "./columns.ts";
import type { TableSchema } from "./table-schema.ts";

export const accounts = {
  system: "app_database",
  table: "accounts",
  pack: "core",
  key: ["id"],
  description:
    "One customer account as it is now. An account that left keeps its row: the status tells, no row disappears.",
  rows: { classroom: 2000, full: 20000 },
  faults: ["F11", "F12", "F13"],
  columns: {
    id: integer("Number of the account, in order of sign-up."),
    name: text("Name of the business as it stands over the door today."),
    email: text("Address of the owner or the office, where bills and warnings go."),
    business_type: text("Kind of house.", { values: ["restaurant", "bar", "hotel", "stadium", "corporate"] }),
    industry: text("Industry that the kind of house belongs to."),
    employee_count: integer("People whom the business said it employs, updated about once a year."),
    annual_revenue: bigint("What the business said it turns over in a year.", { unit: "US dollars" }),
    website: text("Address of the web site of the business."),
    status: text("State of the account: that of its best subscription.", {
      values: ["trial", "active", "paused", "churned"],
    }),
    country: text("Country of the business, as an ISO code of two letters.", { values: ["US", "CA", "GB"] }),
    timezone: text("Time zone of the business by its IANA name."),
    signup_source: text("Channel of the first touch, as the sign-up form noted it.", {
      values: ["organic", "google_ads", "referral", "facebook_ads", "linkedin_ads", "email", "partner"],
    }),
    utm_first: text("Source and medium of the first visit, where the link carried them."),
    experiment_arm: text("Arm of the onboarding test; NULL for accounts that signed up outside of it.", {
      values: ["A", "B"],
    }),
    parent_account_id: integer("Account of the group that this one belongs to; groups are up to four levels deep.", {
      references: "app_database.accounts.id",
    }),
    created_at: timestamp("When the account signed up, in UTC."),
    updated_at: timestamp("When any value of the row last changed, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const accountChanges = {
  system: "app_database",
  table: "account_changes",
  pack: "core",
  key: ["change_id"],
  description:
    "One committed change of an account. An insert is one line that holds the whole first row as JSON; an update is one line per column.",
  rows: { classroom: 9000, full: 90000 },
  faults: ["F04", "F11"],
  quiet: true,
  columns: {
    change_id: bigint("Number of the line, in order of commit."),
    account_id: integer("The account that changed.", { references: "app_database.accounts.id" }),
    changed_at: timestamp("When the change was committed, in UTC."),
    op: text("Kind of change: insert, update or delete.", { values: ["I", "U", "D"] }),
    column_name: text("Column that was updated; NULL for inserts and deletes."),
    old_value: text("Value before the update, as text."),
    new_value: text("Value after the update as text, or the whole row as JSON for an insert."),
    lsn: bigint("Position in the log of the database: it rises with every commit and alone gives the true order."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const locations = {
  system: "app_database",
  table: "locations",
  pack: "core",
  key: ["id"],
  description:
    "One site of an account as it is now. When an account leaves, its sites turn inactive without a closing date.",
  rows: { classroom: 3000, full: 30000 },
  faults: ["F13"],
  columns: {
    id: integer("Number of the site, in order of opening."),
    customer_id: integer("The account that runs the site.", { references: "app_database.accounts.id" }),
    name: text("Name of the site."),
    address: text("Street and house number."),
    city: text("City of the site."),
    state: text("Code of the state, province or nation."),
    zip_code: text("Postal code in the form of its country."),
    country: text("Country of the site, as an ISO code of two letters.", { values: ["US", "CA", "GB"] }),
    timezone: text("Time zone of the site by its IANA name."),
    location_type: text("Kind of room that the taps stand in.", {
      values: ["dining_room", "taproom", "hotel_bar", "concourse", "canteen"],
    }),
    size: text("Size of the site against others of its kind.", { values: ["small", "medium", "large"] }),
    capacity: integer("Guests that the site holds.", { unit: "seats" }),
    latitude: decimal(9, 6, "Latitude of the neighbourhood, to a hundredth of a degree.", { unit: "degrees" }),
    longitude: decimal(9, 6, "Longitude of the neighbourhood, to a hundredth of a degree.", { unit: "degrees" }),
    opened_date: date("Day on which the site was added to the account."),
    closed_date: date("Day on which the site closed for good while its account was a customer."),
    is_active: flag("Whether the site is open and its account is a customer."),
    created_at: timestamp("When the site was entered, in UTC."),
    updated_at: timestamp("When any value of the row last changed, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const locationChanges = {
  system: "app_database",
  table: "location_changes",
  pack: "core",
  key: ["change_id"],
  description:
    "One value of a site that changed. The first line of a site sets its status; name, size and capacity appear only once they change.",
  rows: { classroom: 4500, full: 45000 },
  faults: [],
  quiet: true,
  columns: {
    change_id: bigint("Number of the line, in order of time."),
    location_id: integer("The site that changed.", { references: "app_database.locations.id" }),
    changed_at: timestamp("When it changed, in UTC."),
    field: text("What changed; status is open, suspended with its account, or closed.", {
      values: ["status", "name", "size", "capacity"],
    }),
    old_value: text("Value before, as text; NULL on the first line of a site."),
    new_value: text("Value from then on, as text."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const users = {
  system: "app_database",
  table: "users",
  pack: "core",
  key: ["id"],
  description: "One person with a login as of now. People who were deactivated keep their row.",
  rows: { classroom: 6000, full: 60000 },
  faults: ["F05", "F06"],
  columns: {
    id: integer("Number of the user, in order of invitation."),
    customer_id: integer("The account that the user belongs to.", { references: "app_database.accounts.id" }),
    location_id: integer("The site where the user works; NULL for people who work for all of them.", {
      references: "app_database.locations.id",
    }),
    manager_user_id: integer("The user above this one; NULL for the owner.", { references: "app_database.users.id" }),
    first_name: text("Given name."),
    last_name: text("Family name."),
    email: text("Address that the user logs in with."),
    role: text("What the user may do today.", { values: ["admin", "manager", "staff"] }),
    status: text("Whether the invitation was accepted and the login still works.", {
      values: ["invited", "active", "deactivated"],
    }),
    invited_at: timestamp("When the user was invited, in UTC."),
    created_at: timestamp("When the invitation was accepted; the time of the invitation while it waits, in UTC."),
    last_login_at: timestamp("When the user last logged in; NULL before the first time, in UTC."),
    deactivated_at: timestamp("When the login was switched off; NULL while it works, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const userRoleChanges = {
  system: "app_database",
  table: "user_role_changes",
  pack: "core",
  key: ["id"],
  description: "A change of a user's role. Who never changed has no row; the last change leads to the role in `users`.",
  rows: { classroom: 1800, full: 18000 },
  faults: [],
  quiet: true,
  columns: {
    id: integer("Id of the change."),
    user_id: integer("Whose role changed.", { references: "app_database.users.id" }),
    changed_at: timestamp("When the role changed, in UTC."),
    old_role: text("Role before.", { values: ["admin", "manager", "staff"] }),
    new_role: text("Role since.", { values: ["admin", "manager", "staff"] }),
    changed_by: integer("Who changed it.", { references: "app_database.users.id" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const plans = {
  system: "app_database",
  table: "plans",
  pack: "core",
  key: ["id"],
  description:
    "One price of a plan during its validity. A price rise is a new row with the same code, so join on code and day, or on id.",
  rows: { classroom: 10, full: 12 },
  faults: ["F13", "F18"],
  columns: {
    id: integer("Number of the row of the price list."),
    code: text("Short name that stays the same when the price changes.", {
      values: ["basic", "starter", "professional", "business", "enterprise", "lite"],
    }),
    name: text("Name on the price list."),
    monthly_price_cents: integer("Price per site for a month, paid monthly.", { unit: "cents" }),
    annual_price_cents: integer("Price per site for a year, paid at once.", { unit: "cents" }),
    device_limit: integer("Devices that the plan covers; NULL is without limit."),
    tier: smallint("Rank of the plan, 1 is the smallest."),
    valid_from: date("First day on which this price was sold."),
    valid_to: date("Day from which it was no longer sold; NULL while it is."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const subscriptions = {
  system: "app_database",
  table: "subscriptions",
  pack: "core",
  key: ["id"],
  description: "One subscription as it is now. An account may have two at once, and a new one when it comes back.",
  rows: { classroom: 2450, full: 24500 },
  faults: ["F13"],
  columns: {
    id: integer("Number of the subscription, in order of beginning."),
    customer_id: integer("The account that subscribes.", { references: "app_database.accounts.id" }),
    plan_id: integer("Row of the price list that it is billed by.", { references: "app_database.plans.id" }),
    status: text("State of the subscription.", { values: ["trialing", "active", "past_due", "paused", "canceled"] }),
    billing_cycle: text("How often it is billed.", { values: ["monthly", "annual"] }),
    quantity: integer("Sites that it covers; the price is multiplied by it.", { unit: "sites" }),
    trial_start: date("First day of the trial; NULL without one."),
    trial_end: date("Day on which the trial ends or ended."),
    start_date: date("Day on which the subscription began, the trial included."),
    end_date: date("Day on which it ended; NULL while it runs."),
    stripe_subscription_id: integer(
      "Number of the subscription at the payment provider, without prefix and zeros; NULL for a trial without a card.",
    ),
    created_at: timestamp("When it was made, in UTC."),
    updated_at: timestamp("When it last changed, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const subscriptionChanges = {
  system: "app_database",
  table: "subscription_changes",
  pack: "core",
  key: ["id"],
  description:
    "One change of a subscription with the terms and the monthly revenue before and after it. The sum of the differences is the revenue today.",
  rows: { classroom: 9500, full: 95000 },
  faults: ["F18"],
  columns: {
    id: integer("Number of the change, in order of time."),
    subscription_id: integer("The subscription that changed.", { references: "app_database.subscriptions.id" }),
    changed_at: timestamp("When it changed, in UTC."),
    event: text("What happened.", {
      values: [
        "trial_start",
        "convert",
        "upgrade",
        "downgrade",
        "quantity",
        "pause",
        "resume",
        "past_due",
        "recover",
        "cancel",
        "reactivate",
      ],
    }),
    from_plan: integer("Price before; NULL on the first line of a subscription.", {
      references: "app_database.plans.id",
    }),
    to_plan: integer("Price from then on.", { references: "app_database.plans.id" }),
    from_qty: integer("Sites before; NULL on the first line of a subscription."),
    to_qty: integer("Sites from then on."),
    mrr_before_cents: integer("Monthly recurring revenue before; trials and pauses count as 0.", { unit: "cents" }),
    mrr_after_cents: integer("Monthly recurring revenue from then on.", { unit: "cents" }),
    reason: text("Why it changed, as the customer or the system gave it."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const devices = {
  system: "app_database",
  table: "devices",
  pack: "core",
  key: ["id"],
  description:
    "One device that was ever installed, as it is now. A returning customer gets new devices, and a broken one is replaced by another row.",
  rows: { classroom: 4500, full: 45000 },
  faults: ["F14"],
  columns: {
    id: integer("Number of the device, in order of installation."),
    location_id: integer("The site where it stands.", { references: "app_database.locations.id" }),
    customer_id: integer("The account that uses it.", { references: "app_database.accounts.id" }),
    device_type: text("What it does: only tap controllers pour.", { values: ["tap_controller", "sensor", "gateway"] }),
    category: text("Group of the catalogue.", { values: ["dispensing", "monitoring", "connectivity"] }),
    manufacturer: text("Who makes it."),
    model: text("Name of the model."),
    serial_number: text("Number on the case."),
    firmware_version: text("Firmware that it runs, or ran last.", {
      references: "app_database.firmware_releases.version",
    }),
    status: text("State at the nightly load: the newest line of its status log.", {
      values: ["online", "offline", "maintenance", "retired"],
    }),
    is_online: flag("Whether the status is online; a device in maintenance runs but does not count."),
    network_connectivity: text("How it reaches the network.", { values: ["wifi", "ethernet", "cellular"] }),
    install_date: date("Day of installation, which is not a full day of telemetry."),
    retired_date: date("Day on which it broke or was collected; NULL while it is in use."),
    warranty_expiry: date("Day on which the warranty of the maker ends."),
    expected_lifespan_years: smallint("Years that the maker expects it to last.", { unit: "years" }),
    purchase_price: decimal(12, 2, "Price of the device.", { unit: "US dollars" }),
    energy_consumption_watts: smallint("Power that it draws.", { unit: "watts" }),
    maintenance_interval_days: smallint("Days after which it should be visited again.", { unit: "days" }),
    last_heartbeat_at: timestamp("When it was last heard of, in UTC; NULL when it never was."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const tapEvents = {
  system: "app_database",
  table: "tap_events",
  pack: "generated",
  key: ["id"],
  description:
    "One event of a tap of the panel in the last 14 days, at the time of the device's own clock. The panel is a sample: do not add it up for the fleet.",
  rows: { classroom: 95000, full: 950000 },
  faults: ["F01", "F03", "F05", "F10", "F14"],
  columns: {
    id: bigint("Number of the event: it rises with time and never changes."),
    device_id: integer("The tap that sent it.", { references: "app_database.devices.id" }),
    location_id: integer("The site where the tap stands.", { references: "app_database.locations.id" }),
    event_timestamp: timestamp("When it happened by the clock of the device, in UTC."),
    event_type: text("What happened.", { values: ["pour", "error", "maintenance", "cleaning", "heartbeat"] }),
    status: text("How it went; an aborted pour has poured all the same.", {
      values: ["ok", "aborted", "warning", "failed"],
    }),
    beverage: smallint("Number of the beverage on the line; NULL unless something was poured."),
    volume_ml: smallint("What was poured; NULL unless something was.", { unit: "millilitres" }),
    temperature_dc: smallint("Temperature of the line.", { unit: "tenths of a degree Celsius" }),
    pressure_dpsi: smallint("Pressure of the line.", { unit: "tenths of a psi" }),
    flow_ml_s: smallint("Mean flow of the pour.", { unit: "millilitres per second" }),
    duration_s: smallint("How long the pour took.", { unit: "seconds" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const deviceTelemetryHourly = {
  system: "app_database",
  table: "device_telemetry_hourly",
  pack: "generated",
  key: ["device_id", "hour_ts"],
  description:
    "One hour of a device that it reported on, in the last 14 days. A tap sleeps while its house is closed: a missing hour is an hour without pours and without downtime, unless the whole day is missing.",
  rows: { classroom: 470000, full: 4700000 },
  faults: ["F08", "F10", "F14"],
  columns: {
    device_id: integer("The device that reported.", { references: "app_database.devices.id" }),
    hour_ts: timestamp("Beginning of the hour, in UTC."),
    pours: smallint("Pours begun in the hour."),
    volume_dl: smallint("What was poured.", { unit: "decilitres" }),
    errors: smallint("Errors that the device reported."),
    anomalies: smallint("Readings that the device itself found strange."),
    uptime_min: smallint("Minutes of the hour in which the device was up.", { unit: "minutes" }),
    temp_dc_avg: smallint("Mean temperature; NULL without a probe or without uptime.", {
      unit: "tenths of a degree Celsius",
    }),
    pressure_dpsi_avg: smallint("Mean pressure; NULL without a gauge or without uptime.", { unit: "tenths of a psi" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const deviceTelemetryDaily = {
  system: "app_database",
  table: "device_telemetry_daily",
  pack: "telemetry",
  key: ["device_id", "day"],
  description:
    "One observed day of a device in the last 365. A day on which the device was switched off has no row, which is not the same as a day of zeros.",
  rows: { classroom: 950000, full: 9500000 },
  faults: ["F03", "F10", "F14", "F15"],
  columns: {
    device_id: integer("The device that reported.", { references: "app_database.devices.id" }),
    day: date("The day, in UTC: late pours of the west coast fall on the next one."),
    pours: integer("Pours of the day, as the meter shows them: in steps of 10 from 10, of 20 from 100."),
    volume_l: integer("What was poured, in steps of five litres from three.", { unit: "litres" }),
    errors: smallint("Errors that the device reported."),
    anomalies: smallint("Readings that the device itself found strange."),
    uptime_min: smallint("Minutes of the day in which the device was up, of 1,440.", { unit: "minutes" }),
    temp_dc_avg: smallint("Mean temperature of the day; NULL without a probe or without uptime.", {
      unit: "tenths of a degree Celsius",
    }),
    temp_dc_max: smallint("Temperature of the warmest hour.", { unit: "tenths of a degree Celsius" }),
    firmware: smallint("Firmware of the day as a number: 320 is version 3.2.0."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const deviceTelemetryMonthly = {
  system: "app_database",
  table: "device_telemetry_monthly",
  pack: "telemetry",
  key: ["device_id", "month"],
  description:
    "One month of a device, rolled up 334 days after it ended. The newest month is still in the daily table as well: do not count it twice.",
  rows: { classroom: 55000, full: 700000 },
  faults: [],
  columns: {
    device_id: integer("The device that reported.", { references: "app_database.devices.id" }),
    month: date("First day of the month."),
    pours: integer("Pours of the observed days."),
    volume_l: integer("What was poured on the observed days.", { unit: "litres" }),
    errors: integer("Errors of the observed days."),
    anomalies: integer("Strange readings of the observed days."),
    uptime_min: integer("Minutes of uptime over the observed days, whose number is not kept.", { unit: "minutes" }),
    temp_dc_avg: smallint("Mean of the daily mean temperatures.", { unit: "tenths of a degree Celsius" }),
    temp_dc_max: smallint("Temperature of the warmest hour of the month.", { unit: "tenths of a degree Celsius" }),
    firmware: smallint("Firmware at the end of the month as a number."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const deviceStatusEvents = {
  system: "app_database",
  table: "device_status_events",
  pack: "telemetry",
  key: ["id"],
  description:
    "One change of state of a device, kept for 92 days; installations, ends of devices and the failure of a whole region are kept for ever. What began before and reached into those days is there from its beginning.",
  rows: { classroom: 26000, full: 270000 },
  faults: [],
  columns: {
    id: integer("Number of the event, in order of time; numbers of forgotten events are missing."),
    device_id: integer("The device that changed.", { references: "app_database.devices.id" }),
    occurred_at: timestamp("When the state began, in UTC."),
    status: text("The state from then on.", { values: ["online", "offline", "maintenance", "retired"] }),
    cause: text(
      "Why it went offline, repeated when it ends; a device that is switched off with its account has the cause power and no outage.",
      { values: ["network", "power", "hardware", "firmware", "unknown"] },
    ),
    outage_id: integer("Number of the outage that begins or ends; NULL for all that is no outage."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const maintenanceEvents = {
  system: "app_database",
  table: "maintenance_events",
  pack: "telemetry",
  key: ["id"],
  description: "One visit of a technician to a device in the last 365 days, or one that was missed.",
  rows: { classroom: 9000, full: 95000 },
  faults: [],
  columns: {
    id: integer("Number of the record, in the order in which it was entered."),
    device_id: integer("The device that was to be visited.", { references: "app_database.devices.id" }),
    technician_id: integer("Number of the technician; NULL when nobody came."),
    scheduled_for: date("Day on which the visit was due."),
    started_at: timestamp("When the work began, in UTC; NULL when nobody came."),
    completed_at: timestamp("When the work was done, in UTC; NULL when nobody came."),
    type: text("Kind of work.", { values: ["preventive", "repair", "cleaning", "firmware"] }),
    parts_cost: decimal(12, 2, "Price of the parts that were fitted.", { unit: "US dollars" }),
    outcome: text("How it ended.", { values: ["completed", "parts_ordered", "parts_replaced", "replaced", "missed"] }),
    notes: text("What the technician wrote."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const firmwareReleases = {
  system: "app_database",
  table: "firmware_releases",
  pack: "core",
  key: ["version"],
  description: "One release of the firmware. Devices follow within forty days, each at its own pace.",
  rows: { classroom: 14, full: 18 },
  faults: [],
  columns: {
    version: text("Version of the release."),
    released_on: date("Day of the release."),
    defect_rate: decimal(4, 3, "Share of operating hours with an error, as measured by the maker in the field."),
    supersedes: text("Version before it; NULL for the first.", {
      references: "app_database.firmware_releases.version",
    }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const features = {
  system: "app_database",
  table: "features",
  pack: "core",
  key: ["id"],
  description:
    "A feature of the application that has been released, with the plan that it needs and the feature that it builds on.",
  rows: { classroom: 24, full: 24 },
  faults: [],
  columns: {
    id: smallint("Id of the feature."),
    name: text("Name that users see."),
    category: text("Area of the application.", { values: ["monitoring", "inventory", "insight", "team", "platform"] }),
    tier_required: smallint("Smallest tier of plan that includes it."),
    released_on: date("Day of release."),
    deprecated_on: date("Day from which it is gone; null while it is offered."),
    depends_on_feature_id: smallint("The feature that has to be in use first; null for one that stands alone.", {
      references: "app_database.features.id",
    }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const featureUsage = {
  system: "app_database",
  table: "feature_usage",
  pack: "usage",
  key: ["id"],
  description:
    "What a person used on a day, one row per feature. The last 365 days are complete; before that only a person's first use of each feature is kept.",
  rows: { classroom: 230000, full: 2300000 },
  faults: [],
  columns: {
    id: bigint("Id of the row; counts within the user."),
    user_id: integer("Who used it.", { references: "app_database.users.id" }),
    customer_id: integer("The account of that person.", { references: "app_database.accounts.id" }),
    feature_id: smallint("What was used.", { references: "app_database.features.id" }),
    usage_date: date("The day, UTC."),
    usage_count: smallint("How often."),
    success_count: smallint("How often it ended as wanted; the rest failed or was given up."),
    seconds_used: smallint("Time spent on it, in steps of 30 seconds.", { unit: "seconds" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const userSessions = {
  system: "app_database",
  table: "user_sessions",
  pack: "generated",
  key: ["session_id"],
  description:
    "A visit to the application. The last 365 days are complete; before that the visits of one person in ten are kept.",
  rows: { classroom: 75000, full: 750000 },
  faults: ["F07", "F14"],
  columns: {
    session_id: integer("Id of the visit; counts within the user."),
    user_id: integer("Who came.", { references: "app_database.users.id" }),
    customer_id: integer("The account of that person.", { references: "app_database.accounts.id" }),
    start_time: timestamp("When the first page was opened."),
    end_time: timestamp("When the last page was left."),
    duration_seconds: integer("Time between the two.", { unit: "seconds" }),
    page_views: smallint("Pages opened."),
    actions_taken: smallint("Clicks that changed something."),
    device_type: text("What it was opened on.", { values: ["desktop", "mobile", "tablet"] }),
    browser: text("Browser on a desktop; null in the mobile application.", {
      values: ["Chrome", "Safari", "Edge", "Firefox"],
    }),
    app_version: text("Version of the mobile application; null in a browser."),
    error_count: smallint("Errors that the person saw."),
    crashed: flag("Whether the visit ended in a crash."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const pageViews = {
  system: "app_database",
  table: "page_views",
  pack: "generated",
  key: ["page_view_id"],
  description: "A page opened in a visit, for the visits of the last 90 days.",
  rows: { classroom: 100000, full: 1000000 },
  faults: [],
  columns: {
    page_view_id: bigint("Id of the view; counts within the visit."),
    session_id: integer("The visit.", { references: "app_database.user_sessions.session_id" }),
    user_id: integer("Who looked.", { references: "app_database.users.id" }),
    page_url: text("Path of the page."),
    viewed_at: timestamp("When it was opened."),
    time_on_page_seconds: smallint("How long it was open.", { unit: "seconds" }),
    referrer_url: text("Path of the page before; null for the first one of a visit."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const webSessions = {
  system: "app_database",
  table: "web_sessions",
  pack: "usage",
  key: ["visit_id"],
  description:
    "One row per visit to the web site, as our own counter saw it. Visits of people who never gave a name are erased after 24 months, all others are kept: do not compare traffic across that border. A lead is a row with converted_form.",
  rows: { classroom: 70000, full: 700000 },
  faults: ["F01", "F13", "F17"],
  columns: {
    visit_id: integer("Number of the visit, given in order of time; the gaps are erased visits."),
    anonymous_id: text("Cookie of the visitor: all visits of one browser share it."),
    user_id: integer(
      "The user, on the visit of the sign-up or the first login only; its cookie leads to the earlier visits.",
      {
        references: "app_database.users.id",
      },
    ),
    started_at: timestamp("When the visit began, in UTC, to ten minutes."),
    landing_page: text("Path of the first page."),
    referrer: text("Address of the page that led to ours; empty when the address was typed or came from a mail."),
    utm_source: text("Where the link stood, from the address of the first page; empty without a tagged link."),
    utm_medium: text("Kind of link; tells brand search and retargeting from other advertisements."),
    utm_campaign: text("Name of the campaign, the same as on its platform."),
    utm_content: text("Picture that the advertisement showed; on Facebook and LinkedIn only."),
    gclid: text("Google's id of a click on its advertisements; kept for visitors who let advertisers follow."),
    fbclid: text("Facebook's id of a click on its advertisements; kept for visitors who let advertisers follow."),
    li_fat_id: text("LinkedIn's id of a click on its advertisements; kept for visitors who let advertisers follow."),
    pages: smallint("Pages that were seen."),
    seconds: smallint("Time from the first page to the last one; 0 for one page.", { unit: "seconds" }),
    bounced: flag("True when only one page was seen."),
    converted_form: flag("True when a form was sent in the visit; its submission has the same cookie."),
    state: text("State or region of the visitor, from the network address."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const supportTickets = {
  system: "app_database",
  table: "support_tickets",
  pack: "core",
  key: ["id"],
  description:
    "One question to the support desk as it stood after its last change. A ticket that is closed was left open by an account that left.",
  rows: { classroom: 11000, full: 110000 },
  faults: [],
  columns: {
    id: integer("Number of the ticket, in order of time."),
    customer_id: integer("The account that asks.", { references: "app_database.accounts.id" }),
    user_id: integer("Who wrote it.", { references: "app_database.users.id" }),
    location_id: integer("The site that it is about.", { references: "app_database.locations.id" }),
    device_id: integer("The device that it is about; NULL when it is about none.", {
      references: "app_database.devices.id",
    }),
    channel: text("How it came in.", { values: ["in_app", "email", "phone", "chat"] }),
    category: text("What it is about.", {
      values: ["outage", "device_errors", "billing", "onboarding", "how_to", "feature_request", "account"],
    }),
    priority: text("How fast it must be answered; urgent and high tickets are worked on day and night.", {
      values: ["urgent", "high", "normal", "low"],
    }),
    status: text("Open waits for an answer, pending for a solution; solved is done, closed was given up.", {
      values: ["open", "pending", "solved", "closed"],
    }),
    subject: text("Subject of the letter."),
    created_at: timestamp("When it was written, in UTC."),
    first_response_at: timestamp("When the desk first answered, in UTC; NULL while it has not."),
    resolved_at: timestamp("When it was settled for good, in UTC; NULL while it is open."),
    reopened_count: smallint("How often it came back before it was settled for good."),
    csat_score: smallint("Rating of the answer from 1 to 5; NULL for the two thirds who give none."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const npsResponses = {
  system: "app_database",
  table: "nps_responses",
  pack: "core",
  key: ["id"],
  description:
    "One survey that was sent to an owner or a manager. Most are never answered: leave those out of the score, not in it as zeros.",
  rows: { classroom: 5500, full: 55000 },
  faults: [],
  quiet: true,
  columns: {
    id: integer("Number of the survey, in the order of sending."),
    customer_id: integer("The account of the user.", { references: "app_database.accounts.id" }),
    user_id: integer("Who was asked.", { references: "app_database.users.id" }),
    sent_at: timestamp("When it was sent, in UTC."),
    responded_at: timestamp("When it was answered, in UTC; NULL while it is not."),
    score: smallint("How likely a recommendation is, from 0 to 10; 9 and 10 promote, 6 and less detract."),
    comment_topic: text("What the comment is about; NULL without one.", {
      values: [
        "ease_of_use",
        "reliability",
        "support",
        "savings",
        "device_downtime",
        "price",
        "support_wait",
        "missing_features",
      ],
    }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const apiRequestsDaily = {
  system: "app_database",
  table: "api_requests_daily",
  pack: "core",
  key: ["customer_id", "day", "endpoint"],
  description:
    "Calls that an account's own programs made to an endpoint on a day, for the last 365 days. No row means no call.",
  rows: { classroom: 60000, full: 600000 },
  faults: [],
  columns: {
    customer_id: integer("The account.", { references: "app_database.accounts.id" }),
    day: date("The day, UTC."),
    endpoint: text("Path that was called.", { values: ["/v1/devices", "/v1/inventory", "/v1/pours", "/v1/webhooks"] }),
    calls: integer("Number of calls, to two digits."),
    errors: integer("Calls that were answered with an error."),
    p95_ms: smallint("Response time that 95 of 100 calls stayed under.", { unit: "milliseconds" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const experiments = {
  system: "app_database",
  table: "experiments",
  pack: "core",
  key: ["exp_id"],
  description:
    "One row per experiment: a test of how new accounts are welcomed, and two that switched an advertising channel off in twenty states for half a year.",
  rows: { classroom: 3, full: 3 },
  faults: [],
  columns: {
    exp_id: smallint("Number of the experiment."),
    name: text("Name of the experiment."),
    kind: text("What was compared: a change of the product, or regions with and without a channel.", {
      values: ["product", "geo_holdout"],
    }),
    unit: text("What was put into an arm.", { values: ["account", "state"] }),
    start_date: date("First day of the experiment."),
    end_date: date("Last day of the experiment, included."),
    hypothesis: text("What the company expected to see."),
    arms: text("The arms in words; for a holdout the states in which the channel was off."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const experimentAssignments = {
  system: "app_database",
  table: "experiment_assignments",
  pack: "core",
  key: ["exp_id", "customer_id"],
  description:
    "One row per experiment and account in it. In a holdout the arm belongs to the state, and the leads of a state are the outcome: accounts are listed so that the arm can be joined.",
  rows: { classroom: 3400, full: 34000 },
  faults: [],
  quiet: true,
  columns: {
    exp_id: smallint("The experiment.", { references: "app_database.experiments.exp_id" }),
    customer_id: integer("The account.", { references: "app_database.accounts.id" }),
    arm: text("Arm of the account: A or B in the product test, holdout or control in the others.", {
      values: ["A", "B", "holdout", "control"],
    }),
    assigned_at: timestamp("When the account came into the experiment: its sign-up or the first day, in UTC."),
    state: text("State or region of the account at that time."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;
