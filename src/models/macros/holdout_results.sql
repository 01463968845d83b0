{#-
    The body of a CTE with one row per experiment: what a channel brought about, read from a holdout. `weeks` is the name of a CTE
    or relation with the columns of int_marketing__geo_holdout.

    Four counts of leads decide: with and without the channel, before and during the test. The ratio of their ratios is what is
    left of the leads without the channel, and what is missing from 1 is its lift. Counts vary like Poisson counts do, so the
    standard error of the ratio's logarithm is the root of the sum of their reciprocals.
-#}
{%- macro holdout_results(weeks) -%}
    select
        *,
        1 - ratio_without as measured_lift,
        1 - ratio_without * exp({{ var('confidence_z') }} * log_error) as ci_low,
        1 - ratio_without * exp(-{{ var('confidence_z') }} * log_error) as ci_high,
        ratio_without * log_error as standard_error,
        (1 - ratio_without) * control_test / nullif(control_channel_leads, 0) as incremental_per_channel_lead

    from (
        select
            *,
            (holdout_test / nullif(holdout_before, 0)) / nullif(control_test / nullif(control_before, 0), 0)
                as ratio_without,
            sqrt(
                1.0 / nullif(holdout_test, 0) + 1.0 / nullif(holdout_before, 0)
                + 1.0 / nullif(control_test, 0) + 1.0 / nullif(control_before, 0)
            ) as log_error

        from (
            select
                experiment_id,
                channel,
                coalesce(sum(leads) filter (where arm = 'holdout' and is_test_period), 0) as holdout_test,
                coalesce(sum(leads) filter (where arm = 'holdout' and not is_test_period), 0) as holdout_before,
                coalesce(sum(leads) filter (where arm = 'control' and is_test_period), 0) as control_test,
                coalesce(sum(leads) filter (where arm = 'control' and not is_test_period), 0) as control_before,
                coalesce(sum(channel_leads) filter (where arm = 'control' and is_test_period), 0)
                    as control_channel_leads,
                coalesce(sum(conversions) filter (where arm = 'control' and is_test_period), 0)
                    as control_conversions,
                coalesce(sum(channel_conversions) filter (where arm = 'control' and is_test_period), 0)
                    as control_channel_conversions,
                coalesce(sum(spend_usd) filter (where is_test_period), 0) as test_spend_usd,
                min(week) filter (where is_test_period) as test_from,
                max(week) filter (where is_test_period) + 6 as test_to

            from {{ weeks }}
            group by experiment_id, channel
        ) as counts
    ) as ratios
{%- endmacro -%}
