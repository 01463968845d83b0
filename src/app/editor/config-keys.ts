/**
 * What may stand in a config: the keys that DuckDB projects use, what each means, and the values of those that have few. Used for
 * `config()` in a model, for `config:` in property files and for `+key:` in dbt_project.yml.
 */
export interface ConfigKey {
  readonly name: string;
  readonly about: string;
  readonly values?: readonly string[];
  /** How a value starts, for lists and texts; the cursor goes between. */
  readonly shape?: "text" | "list" | "flag";
  /** Where it has a meaning; everywhere when left out. */
  readonly of?: readonly ("model" | "snapshot" | "seed" | "test")[];
}

export const CONFIG_KEYS: readonly ConfigKey[] = [
  {
    name: "materialized",
    about: "How the model is kept: as a view, a table, a table that grows, or not at all.",
    values: ["view", "table", "incremental", "ephemeral"],
    of: ["model"],
  },
  { name: "tags", about: "Words by which the node can be selected: tag:nightly.", shape: "list" },
  { name: "schema", about: "Schema of the relation, behind the target's own schema.", shape: "text" },
  { name: "database", about: "Database of the relation.", shape: "text" },
  { name: "alias", about: "Name of the relation, where it differs from the model's.", shape: "text" },
  { name: "enabled", about: "False takes the node out of the project.", shape: "flag", values: ["true", "false"] },
  { name: "meta", about: "Anything that you want to keep beside the node." },
  { name: "group", about: "The group that owns it.", shape: "text" },
  { name: "access", about: "Who may ref it.", values: ["private", "protected", "public"], of: ["model"] },
  {
    name: "unique_key",
    about: "Column or columns that name a row; rows of the same key are replaced.",
    shape: "text",
    of: ["model", "snapshot"],
  },
  {
    name: "incremental_strategy",
    about: "How new rows meet those that are there.",
    values: ["append", "delete+insert", "merge", "microbatch"],
    of: ["model"],
  },
  {
    name: "on_schema_change",
    about: "What an incremental model does when its columns have changed.",
    values: ["ignore", "append_new_columns", "sync_all_columns", "fail"],
    of: ["model"],
  },
  { name: "full_refresh", about: "True builds anew each time, false never.", shape: "flag", values: ["true", "false"] },
  { name: "pre_hook", about: "SQL before the node is built.", shape: "text" },
  { name: "post_hook", about: "SQL after the node was built.", shape: "text" },
  { name: "persist_docs", about: "Writes descriptions into the database as comments." },
  { name: "contract", about: "Holds the query to the declared columns and types.", of: ["model"] },
  { name: "indexes", about: "Indexes of the table.", of: ["model"] },
  { name: "event_time", about: "The column that says when a row happened.", shape: "text" },
  {
    name: "batch_size",
    about: "How much a microbatch spans.",
    values: ["hour", "day", "month", "year"],
    of: ["model"],
  },
  { name: "begin", about: "Where a microbatch model begins.", shape: "text", of: ["model"] },
  { name: "lookback", about: "Batches before the newest that are built again.", of: ["model"] },
  {
    name: "strategy",
    about: "How a snapshot notices that a row has changed.",
    values: ["timestamp", "check"],
    of: ["snapshot"],
  },
  { name: "updated_at", about: "The column that says when a row changed.", shape: "text", of: ["snapshot"] },
  { name: "check_cols", about: "Columns that are compared, or 'all'.", shape: "list", of: ["snapshot"] },
  {
    name: "hard_deletes",
    about: "What a row that is gone leaves.",
    values: ["ignore", "invalidate", "new_record"],
    of: ["snapshot"],
  },
  {
    name: "dbt_valid_to_current",
    about: "What dbt_valid_to holds while a row is valid.",
    shape: "text",
    of: ["snapshot"],
  },
  { name: "column_types", about: "Types of a seed's columns.", of: ["seed"] },
  {
    name: "quote_columns",
    about: "Whether a seed's columns are quoted.",
    shape: "flag",
    values: ["true", "false"],
    of: ["seed"],
  },
  { name: "delimiter", about: "What parts a seed's columns.", shape: "text", of: ["seed"] },
  {
    name: "severity",
    about: "Whether a failing test is an error or a warning.",
    values: ["error", "warn"],
    of: ["test"],
  },
  { name: "error_if", about: "Number of failing rows that makes an error, such as >10.", shape: "text", of: ["test"] },
  { name: "warn_if", about: "Number of failing rows that makes a warning.", shape: "text", of: ["test"] },
  { name: "where", about: "Rows that the test looks at.", shape: "text", of: ["test"] },
  { name: "limit", about: "Failing rows that are fetched at most.", of: ["test"] },
  {
    name: "store_failures",
    about: "Keeps failing rows in a table.",
    shape: "flag",
    values: ["true", "false"],
    of: ["test"],
  },
  { name: "fail_calc", about: "What is counted as failures.", shape: "text", of: ["test"] },
];

export function configKey(name: string): ConfigKey | null {
  return CONFIG_KEYS.find((key) => key.name === name.replace(/^\+/, "").replaceAll("-", "_")) ?? null;
}
