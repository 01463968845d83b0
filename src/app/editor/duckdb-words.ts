/** The words of DuckDB's SQL that the editor colours and offers. Lower case; not the whole grammar, but what models are written with. */
export const DUCKDB_KEYWORDS =
  "all alter analyze and anti any array as asc asof at attach begin between both by call case cast check checkpoint collate column columns " +
  "comment commit constraint copy create cross cube current current_row cycle database default delete desc describe distinct drop else end " +
  "escape except exclude exclusive exists explain export extract false fetch filter first following for foreign from full function glob " +
  "group grouping groups having if ignore ilike in index inner insert intersect interval into is isnull join key last lateral leading left " +
  "like limit macro map materialized natural no not notnull null nulls of offset on only or order others outer over partition percent pivot " +
  "positional pragma preceding primary qualify range recursive references rename replace respect returning right rollback rollup row rows " +
  "sample schema select semi sequence set sets show similar some struct summarize symmetric table tablesample temp temporary then ties to " +
  "trailing transaction true try_cast type unbounded union unique unpivot update use using values view when where window with within without";

export const DUCKDB_TYPES =
  "bigint bit blob bool boolean bytea char date datetime decimal double enum float float4 float8 hugeint int int1 int2 int4 int8 integer json " +
  "list long numeric real short signed smallint string text time timestamp timestamptz timestamp_ms timestamp_ns timestamp_s tinyint ubigint " +
  "uhugeint uinteger union usmallint utinyint uuid varchar";

export const DUCKDB_FUNCTIONS =
  "abs any_value approx_count_distinct arg_max arg_min array_agg avg bool_and bool_or ceil coalesce concat concat_ws corr count count_if " +
  "cume_dist date_add date_diff date_part date_trunc datediff dayname dayofweek dense_rank epoch epoch_ms exp first_value floor generate_series " +
  "greatest group_concat hash ifnull iif isfinite lag last_day last_value lead least left length list list_aggregate list_contains " +
  "list_distinct list_sort listagg ln log lower lpad ltrim make_date make_timestamp max max_by md5 median min min_by mod mode monthname " +
  "nth_value ntile nullif percent_rank position power printf quantile_cont quantile_disc quarter range rank regexp_extract regexp_matches " +
  "regexp_replace repeat replace reverse right round row_number rpad rtrim sign split_part sqrt starts_with stddev stddev_pop stddev_samp " +
  "strftime string_agg string_split strpos strptime struct_pack substr substring sum to_days to_hours to_minutes to_months to_seconds trim " +
  "trunc try_strptime unnest upper var_pop var_samp week year";
