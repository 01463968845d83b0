/**
 * Everything that the five founding documents name: models with their columns and states, seeds with their sizes, macros with their
 * arguments, tests, vars, exposures, measures and metrics. `seed-names.test.ts` holds the project to this list.
 */

/** Models of the plan of the SaaS project; `entity_x` stands for the entity and its history and grain. */
export const ENTITIES = [
  "customers",
  "locations",
  "users",
  "subscriptions",
  "campaigns",
  "devices",
  "features",
] as const;

export const MODELS: Readonly<Record<string, readonly string[]>> = {
  entity_customers: [
    "account_name",
    "customer_health_score",
    "churn_risk_score",
    "monthly_recurring_revenue",
    "device_events_30d",
    "total_locations",
    "active_devices",
  ],
  executive_customer_health_kpis: [
    "healthy_customers",
    "at_risk_customers",
    "unhealthy_customers",
    "high_risk_customers",
    "medium_risk_customers",
    "low_risk_customers",
    "mrr",
    "arr",
    "mrr_per_customer",
    "device_uptime_pct",
    "active_locations",
  ],
  // CRM warehouse
  stg_crm_accounts: [],
  stg_crm_contacts: ["full_name"],
  stg_crm_products: ["margin_percentage"],
  stg_crm_deals: ["is_closed", "is_won", "is_overdue"],
  stg_crm_activities: [],
  stg_crm_tickets: ["hours_to_resolution"],
  stg_crm_orders: ["days_to_delivery", "is_fulfilled"],
  dim_accounts: ["account_category", "revenue_segment"],
  dim_contacts: ["seniority_level", "account_name"],
  dim_products: ["inventory_status", "price_tier", "profit_per_unit", "margin_percentage"],
  fact_deals: ["weighted_amount", "days_in_pipeline", "stage_change_count", "account_id", "contact_id"],
  fact_deal_stage_history: ["stage_movement", "valid_from", "valid_to", "days_in_stage"],
  fact_activities: ["activity_type", "account_id", "contact_id", "deal_id", "year", "quarter", "month", "week"],
  fact_tickets: ["resolution_hours", "sla_status", "account_id", "contact_id"],
  fact_orders: ["order_total", "is_fulfilled", "revenue_amount", "year", "quarter", "month", "week"],
  // Lifecycle
  bronze_events: [
    "event_id",
    "entity_id",
    "event_type",
    "event_timestamp",
    "product_id",
    "is_qualifying_event",
    "is_activation_event",
  ],
  bronze_accounts: [
    "subscription_tier",
    "total_seats",
    "monthly_recurring_revenue",
    "contract_renewal_date",
    "is_trial",
    "trial_end_date",
  ],
  bronze_users: ["user_created_at", "country", "plan_type", "acquisition_source"],
  bronze_product_catalog: ["product_id", "product_family_id", "tier", "parent_product_id", "is_active"],
  silver_user_current_state: [
    "user_id",
    "platform_state",
    "platform_state_since",
    "last_qualifying_event_at",
    "total_qualifying_events",
    "days_since_signup",
    "days_since_last_qualifying_event",
    "state_updated_at",
  ],
  silver_user_product_states: [
    "user_id",
    "product_id",
    "current_state",
    "state_since",
    "first_access_at",
    "last_qualifying_event_at",
    "activation_date",
    "total_qualifying_events",
  ],
  silver_account_current_state: [
    "account_id",
    "current_state",
    "subscription_tier",
    "total_seats",
    "active_seats",
    "seat_utilization_pct",
    "health_score",
    "monthly_recurring_revenue",
    "contract_renewal_date",
    "days_to_renewal",
    "state_since",
  ],
  silver_behavioral_segments: ["engagement_intensity", "value_realization", "journey_stage", "collaboration_behavior"],
  silver_cross_product_analytics: ["product_a", "product_b", "lift"],
  silver_product_adoption_sequences: [],
  silver_user_state_history: [],
  silver_account_state_history: [],
  gold_users_active_monthly: ["metric_name", "country", "plan_type", "is_last_90_days"],
  gold_overall_metrics: [],
  gold_segment_metrics: [],
  gold_activity_metrics: [],
  gold_users_created_daily: [],
  gold_videos_created_daily: [],
  gold_accounts_active_monthly: [],
  gold_product_adoption: ["adoption_rate", "most_frequent_next_product"],
  gold_retention_cohorts: [],
  gold_user_churn_score: [],
  gold_product_recommendations: [],
  gold_state_anomalies: [],
  // Metrics layer
  metrics_revenue: [],
  metrics_operations: [],
  metrics_engagement: [],
  metrics_customer_success: [],
  metrics_sales: [],
  metrics_product_analytics: [],
  metrics_marketing: [],
  metrics_unified: [],
  metrics_unified_domains: ["domain", "importance_tier", "unit"],
  metrics_api: [
    "previous_day_value",
    "previous_week_value",
    "previous_month_value",
    "previous_year_value",
    "month_change_pct",
    "year_change_pct",
  ],
  metrics_company_overview: [],
};

/** Closed lists, as the documents give them: model, column, the words that must be among the accepted ones. */
export const STATES: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "silver_user_current_state",
    "platform_state",
    ["new", "active", "returning", "dormant", "churned", "reactivated", "dunning", "deleted"],
  ],
  [
    "silver_user_product_states",
    "current_state",
    [
      "never_adopted",
      "new_to_product",
      "active_in_product",
      "dormant_in_product",
      "churned_from_product",
      "reactivated_in_product",
    ],
  ],
  [
    "silver_account_current_state",
    "current_state",
    ["trial", "new_paid", "active", "expanding", "at_risk", "contracting", "churned", "reactivated", "frozen"],
  ],
  ["bronze_product_catalog", "product_family_id", ["content_creation", "collaboration", "analytics"]],
  ["fact_deal_stage_history", "stage_movement", ["Forward", "Backward"]],
  ["fact_activities", "activity_type", ["call", "email", "meeting", "note", "task"]],
  ["bronze_users", "country", ["US", "UK", "CA", "AU", "DE", "FR"]],
  ["bronze_users", "plan_type", ["enterprise", "professional", "starter"]],
];

/** Seeds and the number of their rows. */
export const SEEDS: Readonly<Record<string, number>> = {
  seed_product_catalog: 17,
  seed_accounts: 10,
  seed_users: 20,
  seed_events: 40,
};

/** Macros with what the documents call them with, and the file that they name, if they name one. */
export const MACROS: readonly { readonly name: string; readonly file: string; readonly calls?: readonly string[] }[] = [
  {
    name: "calculate_customer_health_score",
    file: "macros/business_logic.sql",
    calls: ["subscription_status", "device_events_30d", "device_online_ratio", "is_delinquent", "mrr"],
  },
  {
    name: "calculate_churn_risk_score",
    file: "macros/business_logic.sql",
    calls: [
      "subscription_status",
      "device_events_30d",
      "days_since_last_activity",
      "is_delinquent",
      "customer_health_score",
    ],
  },
  {
    name: "normalize_to_mrr",
    file: "macros/business_logic.sql",
    calls: ["amount_cents", "billing_interval", "interval_count"],
  },
  { name: "calculate_user_state", file: "macros/calculate_user_state.sql" },
  { name: "calculate_account_health_score", file: "macros/calculate_account_health_score.sql" },
];

/** Tests by the names of the documents, and those that the documents describe: products, steps of states, flags, seats, times. */
export const TESTS = [
  "test_customer_health_score_range",
  "test_active_customers_have_mrr",
  "test_events_of_products_name_their_product",
  "test_user_states_step_as_allowed",
  "test_account_states_step_as_allowed",
  "test_qualifying_flags_follow_the_rules",
  "test_seat_utilization_is_active_of_all",
] as const;

/** Columns on which the documents ask for an index. */
export const INDEXES: readonly (readonly [model: string, column: string])[] = [
  ["metrics_unified", "metric_date"],
  ["metrics_unified", "metric_name"],
  ["metrics_unified_domains", "metric_date"],
  ["metrics_unified_domains", "metric_name"],
  ["metrics_api", "metric_date"],
  ["metrics_api", "metric_name"],
  ["metrics_company_overview", "metric_date"],
  ["metrics_customer_success", "customer_id"],
  ["fact_deals", "account_id"],
  ["fact_activities", "account_id"],
  ["fact_tickets", "account_id"],
  ["fact_orders", "account_id"],
  ["silver_user_current_state", "user_id"],
  ["silver_account_current_state", "account_id"],
  ["silver_user_product_states", "user_id"],
];

/** How models are materialized where the documents say so. */
export const MATERIALIZED: readonly (readonly [model: string, as: readonly string[]])[] = [
  ["stg_crm_deals", ["view"]],
  ["dim_accounts", ["table"]],
  ["fact_deals", ["table", "incremental"]],
  ["fact_activities", ["table", "incremental"]],
  ["stg_app_database__accounts", ["view"]],
  ["int_customers__core", ["table"]],
  ["metrics_unified", ["table"]],
  ["metrics_api", ["table"]],
];

/** Products by name and id, as the documents write both. */
export const PRODUCTS: readonly (readonly [id: string, name: string])[] = [
  ["video_editor", "Video Editor"],
  ["team_workspace", "Team Workspace"],
];

/** Units of metrics; the tiers are 1 to 3. */
export const UNITS = ["currency", "percentage", "count", "score"] as const;

/** Tables of sources that the documents name. */
export const SOURCE_TABLES = ["app_database.page_views", "app_database.feature_usage"] as const;

export const VARS: Readonly<Record<string, readonly unknown[]>> = {
  // The full size, or the bundled tier's tenth of it; the dates likewise.
  start_date: ["2019-01-01", "2021-01-01"],
  generate_sample_data: [true],
  customer_count: [20_000, 2_000],
  location_count: [30_000, 3_000],
  churn_lookback_days: [90],
  debug: [false],
  profile: [false],
};

/** Selections that the documents run, each with the fewest nodes it may find. */
export const SELECTIONS: readonly (readonly [string, number])[] = [
  ["crm", 27],
  ["lifecycle", 38],
  ["tag:staging", 101],
  ["tag:dimension", 3],
  ["tag:fact", 5],
  ["tag:revenue", 1],
  ["tag:operations", 1],
  ["tag:engagement", 1],
  ["tag:customer_success", 1],
  ["tag:sales", 1],
  ["tag:product", 1],
  ["tag:marketing", 1],
  ["entity_customers", 1],
  ["+entity_customers", 20],
];

/** The dashboards and reports of the CRM warehouse, by the titles that the document gives. */
export const EXPOSURES = [
  "Sales Pipeline Dashboard",
  "Sales Activity Dashboard",
  "Customer Support Dashboard",
  "Revenue Analytics Dashboard",
  "Account Health Dashboard",
  "Product Performance Dashboard",
  "Sales Forecast Report",
  "Customer 360 View",
] as const;

/** The named measures of the CRM warehouse: words of the document, and what they are called in `crm_measures`. */
export const MEASURES: Readonly<Record<string, string>> = {
  "pipeline value by stage": "pipeline_value_by_stage",
  "win rate": "win_rate",
  "conversion rates": "stage_conversion_rate",
  "average deal size": "average_deal_size",
  "sales cycle length": "sales_cycle_days",
  "weighted pipeline value": "weighted_pipeline_value",
  "stage velocity": "stage_velocity_days",
  "ticket volume": "ticket_volume",
  "ticket trends": "ticket_volume_trend",
  "average resolution time": "resolution_hours",
  "SLA compliance rate": "sla_compliance_rate",
  "first response time": "first_response_hours",
  "ticket backlog": "ticket_backlog",
  "total revenue": "total_revenue",
  "revenue by product": "revenue_by_product",
  "revenue by category": "revenue_by_category",
  "average order value": "average_order_value",
  "customer lifetime value": "customer_lifetime_value",
  "order fulfillment rates": "order_fulfillment_rate",
  "activities per account": "activities_per_account",
  "activity completion rates": "activity_completion_rate",
  "activity-to-deal correlation": "activity_deal_correlation",
  "rep productivity": "activities_per_seller",
};

/** Least numbers of metrics per domain, and the names by which the documents' words are found. */
export const METRIC_COUNTS: Readonly<Record<string, number>> = {
  customer_success: 40,
  sales: 25,
  product: 30,
  marketing: 35,
};

export const METRICS: readonly string[] = [
  // Plan: revenue, customer health, operations, attribution
  "revenue.mrr",
  "revenue.arr",
  "revenue.expansion_mrr",
  "revenue.contraction_mrr",
  "revenue.net_revenue_retention",
  "revenue.arpa",
  "revenue.ltv",
  "customer_success.customer_health_score",
  "customer_success.churn_risk_score",
  "customer_success.avg_engagement_score",
  "customer_success.ticket_velocity",
  "operations.device_uptime_pct",
  "operations.mtbf_hours",
  "operations.location_activity_level",
  "engagement.feature_usage_intensity",
  "operations.api_calls_24h",
  "marketing.linear_conversions",
  "sales.customer_acquisition_cost",
  "marketing.lifetime_value_cac_ratio",
  "marketing.overall_roi",
  // Metrics layer: customer success
  "customer_success.composite_success_score",
  "customer_success.monthly_active_users",
  "customer_success.weekly_active_users",
  "customer_success.daily_active_users",
  "customer_success.user_activation_rate",
  "customer_success.core_feature_adoption_rate",
  "customer_success.advanced_feature_adoption_rate",
  "customer_success.support_tickets_30d",
  "customer_success.ticket_resolution_rate",
  "customer_success.avg_first_response_hours",
  "customer_success.avg_device_health_score",
  "customer_success.avg_device_uptime_30d",
  "customer_success.volume_processed_30d",
  // Sales
  "sales.total_pipeline_value",
  "sales.open_opportunities",
  "sales.pipeline_coverage_ratio",
  "sales.win_rate",
  "sales.avg_deal_size",
  "sales.avg_sales_cycle_days",
  "sales.calls_made_30d",
  "sales.emails_sent_30d",
  "sales.meetings_held_30d",
  "sales.mql_to_opportunity_rate",
  "sales.pipeline_velocity",
  // Product
  "product.daily_active_users",
  "product.weekly_active_users",
  "product.monthly_active_users",
  "product.dau_mau_ratio",
  "product.avg_session_duration",
  "product.pages_per_session",
  "product.avg_features_used_per_user",
  "product.avg_30d_retention_rate",
  "product.desktop_usage_pct",
  "product.mobile_usage_pct",
  "product.business_hours_usage_pct",
  // Marketing
  "marketing.google_roi",
  "marketing.facebook_roi",
  "marketing.linkedin_roi",
  "marketing.ctr",
  "marketing.website_conversion_rate",
  "marketing.total_mqls",
  "marketing.lead_quality_index",
  "marketing.lead_conversion_rate",
  "marketing.markov_conversions",
  "marketing.website_sessions",
  "marketing.bounce_rate",
  "marketing.page_performance_index",
];

/** Metric names of the lifecycle company, in its own form. */
export const LIFECYCLE_METRICS = [
  "Users Active Monthly",
  "Users Active Monthly by Country",
  "Videos Created Daily",
  "Accounts Churned Monthly",
] as const;

/** Events that the documents give as examples of their naming. */
export const EVENTS = ["video_created", "ai_voice_cloning_used", "template_selected"] as const;

/** Source systems with the fewest tables that the documents ask for. */
export const SOURCES: Readonly<Record<string, number>> = {
  app_database: 10,
  stripe: 25,
  hubspot: 12,
  google_ads: 3,
  facebook_ads: 2,
  linkedin_ads: 2,
  iterable: 2,
  crm: 7,
};

/** Files that the documents point to, from the project's root. */
export const FILES = [
  "macros/business_logic.sql",
  "models/crm/README.md",
  "models/crm/exposures.yml",
  "models/lifecycle/README.md",
  "models/saas/metrics/README.md",
  "models/saas/metrics/METRICS_LAYER_GUIDE.md",
] as const;

/** Scripts of the package by which the documents run the project. */
export const SCRIPTS = ["analytics:run", "analytics:test", "analytics:docs"] as const;
