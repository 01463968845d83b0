/**
 * The source tables: system, name, pack, key, and every column with its DuckDB type, in the order of the file.
 *
 * Comes out: one constant per table, from which the rows' types, the Parquet files and the catalog derive. To add a table, add
 * its constant here and a writer in `tables/`. Values are held as plain numbers: DATE as days since 1970-01-01, TIMESTAMP as
 * seconds since then, DECIMAL(p,s) as a whole number of units of 10^-s.
 */

export type ColumnType =
  "INTEGER" | "BIGINT" | "SMALLINT" | "VARCHAR" | "BOOLEAN" | "DATE" | "TIMESTAMP" | `DECIMAL(${number},${number})`;

/** A download unit: lessons fetch only the packs that their models need. */
export type Pack = "core" | "billing" | "telemetry";

export interface TableSchema {
  readonly system: string;
  readonly table: string;
  readonly pack: Pack;
  /** The primary key; rows are stored in ascending order of it. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnType>>;
}

type Held<T extends ColumnType> = T extends "VARCHAR" ? string : T extends "BOOLEAN" ? boolean : number;

/** A row of a table as the writers give it; any column may be null. */
export type RowOf<S extends TableSchema> = { readonly [C in keyof S["columns"]]: Held<S["columns"][C]> | null };

export const accounts = {
  system: "app_database",
  table: "accounts",
  pack: "core",
  key: ["id"],
  columns: {
    id: "INTEGER",
    name: "VARCHAR",
    email: "VARCHAR",
    business_type: "VARCHAR",
    industry: "VARCHAR",
    employee_count: "INTEGER",
    annual_revenue: "BIGINT",
    website: "VARCHAR",
    status: "VARCHAR",
    country: "VARCHAR",
    timezone: "VARCHAR",
    signup_source: "VARCHAR",
    utm_first: "VARCHAR",
    experiment_arm: "VARCHAR",
    parent_account_id: "INTEGER",
    created_at: "TIMESTAMP",
    updated_at: "TIMESTAMP",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const accountChanges = {
  system: "app_database",
  table: "account_changes",
  pack: "core",
  key: ["change_id"],
  columns: {
    change_id: "BIGINT",
    account_id: "INTEGER",
    changed_at: "TIMESTAMP",
    op: "VARCHAR",
    column_name: "VARCHAR",
    old_value: "VARCHAR",
    new_value: "VARCHAR",
    lsn: "BIGINT",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const locations = {
  system: "app_database",
  table: "locations",
  pack: "core",
  key: ["id"],
  columns: {
    id: "INTEGER",
    customer_id: "INTEGER",
    name: "VARCHAR",
    address: "VARCHAR",
    city: "VARCHAR",
    state: "VARCHAR",
    zip_code: "VARCHAR",
    country: "VARCHAR",
    timezone: "VARCHAR",
    location_type: "VARCHAR",
    size: "VARCHAR",
    capacity: "INTEGER",
    latitude: "DECIMAL(9,6)",
    longitude: "DECIMAL(9,6)",
    opened_date: "DATE",
    closed_date: "DATE",
    is_active: "BOOLEAN",
    created_at: "TIMESTAMP",
    updated_at: "TIMESTAMP",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const users = {
  system: "app_database",
  table: "users",
  pack: "core",
  key: ["id"],
  columns: {
    id: "INTEGER",
    customer_id: "INTEGER",
    location_id: "INTEGER",
    manager_user_id: "INTEGER",
    first_name: "VARCHAR",
    last_name: "VARCHAR",
    email: "VARCHAR",
    role: "VARCHAR",
    status: "VARCHAR",
    invited_at: "TIMESTAMP",
    created_at: "TIMESTAMP",
    last_login_at: "TIMESTAMP",
    deactivated_at: "TIMESTAMP",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const plans = {
  system: "app_database",
  table: "plans",
  pack: "core",
  key: ["id"],
  columns: {
    id: "INTEGER",
    code: "VARCHAR",
    name: "VARCHAR",
    monthly_price_cents: "INTEGER",
    annual_price_cents: "INTEGER",
    device_limit: "INTEGER",
    tier: "SMALLINT",
    valid_from: "DATE",
    valid_to: "DATE",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const subscriptions = {
  system: "app_database",
  table: "subscriptions",
  pack: "core",
  key: ["id"],
  columns: {
    id: "INTEGER",
    customer_id: "INTEGER",
    plan_id: "INTEGER",
    status: "VARCHAR",
    billing_cycle: "VARCHAR",
    quantity: "INTEGER",
    trial_start: "DATE",
    trial_end: "DATE",
    start_date: "DATE",
    end_date: "DATE",
    stripe_subscription_id: "INTEGER",
    created_at: "TIMESTAMP",
    updated_at: "TIMESTAMP",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const subscriptionChanges = {
  system: "app_database",
  table: "subscription_changes",
  pack: "core",
  key: ["id"],
  columns: {
    id: "INTEGER",
    subscription_id: "INTEGER",
    changed_at: "TIMESTAMP",
    event: "VARCHAR",
    from_plan: "INTEGER",
    to_plan: "INTEGER",
    from_qty: "INTEGER",
    to_qty: "INTEGER",
    mrr_before_cents: "INTEGER",
    mrr_after_cents: "INTEGER",
    reason: "VARCHAR",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const devices = {
  system: "app_database",
  table: "devices",
  pack: "core",
  key: ["id"],
  columns: {
    id: "INTEGER",
    location_id: "INTEGER",
    customer_id: "INTEGER",
    device_type: "VARCHAR",
    category: "VARCHAR",
    manufacturer: "VARCHAR",
    model: "VARCHAR",
    serial_number: "VARCHAR",
    firmware_version: "VARCHAR",
    status: "VARCHAR",
    is_online: "BOOLEAN",
    network_connectivity: "VARCHAR",
    install_date: "DATE",
    retired_date: "DATE",
    warranty_expiry: "DATE",
    expected_lifespan_years: "SMALLINT",
    purchase_price: "DECIMAL(12,2)",
    energy_consumption_watts: "SMALLINT",
    maintenance_interval_days: "SMALLINT",
    last_heartbeat_at: "TIMESTAMP",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const deviceTelemetryDaily = {
  system: "app_database",
  table: "device_telemetry_daily",
  pack: "telemetry",
  key: ["device_id", "day"],
  columns: {
    device_id: "INTEGER",
    day: "DATE",
    pours: "INTEGER",
    volume_l: "INTEGER",
    errors: "SMALLINT",
    anomalies: "SMALLINT",
    uptime_min: "SMALLINT",
    temp_dc_avg: "SMALLINT",
    temp_dc_max: "SMALLINT",
    firmware: "SMALLINT",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const stripeCustomer = {
  system: "stripe",
  table: "customer",
  pack: "billing",
  key: ["id"],
  columns: {
    id: "VARCHAR",
    email: "VARCHAR",
    name: "VARCHAR",
    description: "VARCHAR",
    metadata_account_id: "VARCHAR",
    currency: "VARCHAR",
    delinquent: "BOOLEAN",
    balance: "INTEGER",
    default_payment_method: "VARCHAR",
    livemode: "BOOLEAN",
    created: "TIMESTAMP",
    is_deleted: "BOOLEAN",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const stripeSubscription = {
  system: "stripe",
  table: "subscription",
  pack: "billing",
  key: ["id"],
  columns: {
    id: "VARCHAR",
    customer_id: "VARCHAR",
    status: "VARCHAR",
    current_period_start: "TIMESTAMP",
    current_period_end: "TIMESTAMP",
    billing_cycle_anchor: "TIMESTAMP",
    cancel_at_period_end: "BOOLEAN",
    cancel_at: "TIMESTAMP",
    canceled_at: "TIMESTAMP",
    ended_at: "TIMESTAMP",
    trial_start: "TIMESTAMP",
    trial_end: "TIMESTAMP",
    collection_method: "VARCHAR",
    days_until_due: "SMALLINT",
    latest_invoice_id: "VARCHAR",
    quantity: "INTEGER",
    livemode: "BOOLEAN",
    start_date: "TIMESTAMP",
    created: "TIMESTAMP",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const stripeSubscriptionItem = {
  system: "stripe",
  table: "subscription_item",
  pack: "billing",
  key: ["id"],
  columns: {
    id: "VARCHAR",
    subscription_id: "VARCHAR",
    price_id: "VARCHAR",
    quantity: "INTEGER",
    created: "TIMESTAMP",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const stripePrice = {
  system: "stripe",
  table: "price",
  pack: "billing",
  key: ["id"],
  columns: {
    id: "VARCHAR",
    product_id: "VARCHAR",
    currency: "VARCHAR",
    unit_amount: "INTEGER",
    recurring_interval: "VARCHAR",
    recurring_interval_count: "SMALLINT",
    billing_scheme: "VARCHAR",
    active: "BOOLEAN",
    nickname: "VARCHAR",
    created: "TIMESTAMP",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;

export const stripeInvoice = {
  system: "stripe",
  table: "invoice",
  pack: "billing",
  key: ["id"],
  columns: {
    id: "VARCHAR",
    number: "VARCHAR",
    customer_id: "VARCHAR",
    subscription_id: "VARCHAR",
    charge_id: "VARCHAR",
    payment_intent_id: "VARCHAR",
    amount_due: "INTEGER",
    amount_paid: "INTEGER",
    amount_remaining: "INTEGER",
    subtotal: "INTEGER",
    tax: "INTEGER",
    total: "INTEGER",
    currency: "VARCHAR",
    status: "VARCHAR",
    billing_reason: "VARCHAR",
    collection_method: "VARCHAR",
    attempt_count: "SMALLINT",
    next_payment_attempt: "TIMESTAMP",
    due_date: "TIMESTAMP",
    period_start: "TIMESTAMP",
    period_end: "TIMESTAMP",
    status_transitions_paid_at: "TIMESTAMP",
    status_transitions_finalized_at: "TIMESTAMP",
    status_transitions_voided_at: "TIMESTAMP",
    livemode: "BOOLEAN",
    created: "TIMESTAMP",
    _synced_at: "TIMESTAMP",
  },
} as const satisfies TableSchema;
