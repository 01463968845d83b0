/** Which calls fold many rows into one: DuckDB's aggregate functions, and the parser's own kinds for the common ones. */

const DUCKDB_AGGREGATES: ReadonlySet<string> = new Set(
  (
    "any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_min arg_min_null argmax argmin " +
    "array_agg avg bit_and bit_or bit_xor bitstring_agg bool_and bool_or corr count count_if count_star countif covar_pop covar_samp " +
    "entropy favg first fsum geometric_mean geomean group_concat histogram histogram_exact kahan_sum kurtosis kurtosis_pop last list " +
    "listagg mad max max_by mean median min min_by mode percentile_cont percentile_disc product quantile quantile_cont quantile_disc " +
    "regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy reservoir_quantile sem skewness " +
    "stddev stddev_pop stddev_samp string_agg sum sum_no_overflow sumkahan var_pop var_samp variance weighted_avg"
  ).split(" "),
);

/** Kinds under which the parser files some aggregates by another name. */
const TREE_KINDS: ReadonlySet<string> = new Set(
  (
    "aggregate_function within_group logical_and logical_or list_agg combined_agg_func parameterized_agg stddev_samp " +
    "variance_pop approx_distinct bitwise_and_agg bitwise_or_agg bitwise_xor_agg array_concat_agg array_unique_agg"
  ).split(" "),
);

export function isAggregate(kind: string, name: string | null): boolean {
  if (kind === "function") return name !== null && DUCKDB_AGGREGATES.has(name.toLowerCase());
  return TREE_KINDS.has(kind) || DUCKDB_AGGREGATES.has(kind);
}
