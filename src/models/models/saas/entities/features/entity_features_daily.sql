-- One row per feature and day that it was offered, quiet days included. First uses are known
-- from the beginning; how many used it on a day, only for the days with complete usage.
{{ config(tags=['pattern:window', 'pattern:spine']) }}

with

features as (

    select * from {{ ref('int_features__core') }}

),

date_spine as (

    select date_day from {{ ref('int_calendar__date_spine') }}

),

feature_usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}

),

days_offered as (

    select
        features.feature_id,
        date_spine.date_day

    from features
    inner join date_spine
        on features.released_on <= date_spine.date_day
        and coalesce(features.deprecated_on > date_spine.date_day, true)

),

usage_per_day as (

    select
        feature_id,
        usage_date as date_day,
        count(distinct user_id) as users,
        count(distinct customer_id) as accounts,
        sum(usage_count) as uses,
        sum(usage_count) filter (where success_count is not null) as judged_uses,
        sum(success_count) as successes

    from feature_usage
    where usage_date >= {{ usage_complete_from() }}
    group by feature_id, usage_date

),

first_uses as (

    select
        feature_id,
        user_id,
        min(usage_date) as first_used_date

    from feature_usage
    group by feature_id, user_id

),

adopters_per_day as (

    select
        feature_id,
        first_used_date as date_day,
        count(*) as new_adopters

    from first_uses
    group by feature_id, first_used_date

),

joined as (

    select
        days_offered.feature_id,
        days_offered.date_day,
        days_offered.date_day >= {{ usage_complete_from() }} as is_complete,
        usage_per_day.users,
        usage_per_day.accounts,
        usage_per_day.uses,
        usage_per_day.judged_uses,
        usage_per_day.successes,
        coalesce(adopters_per_day.new_adopters, 0) as new_adopters

    from days_offered
    left join usage_per_day
        on days_offered.feature_id = usage_per_day.feature_id
        and days_offered.date_day = usage_per_day.date_day
    left join adopters_per_day
        on days_offered.feature_id = adopters_per_day.feature_id
        and days_offered.date_day = adopters_per_day.date_day

),

accumulated as (

    select
        *,
        sum(new_adopters) over (
            partition by feature_id order by date_day
            rows between unbounded preceding and current row
        ) as cumulative_adopters,
        sum(new_adopters) over (partition by feature_id) as adopters_in_all

    from joined

),

final as (

    select
        feature_id,
        case when is_complete then coalesce(users, 0) end as users,
        case when is_complete then coalesce(accounts, 0) end as accounts,
        case when is_complete then cast(coalesce(uses, 0) as bigint) end as uses,
        cast({{ safe_divide('successes', 'judged_uses') }} as decimal(5, 4)) as success_rate,
        new_adopters,
        cast(cumulative_adopters as bigint) as cumulative_adopters,
        cast({{ safe_divide('cumulative_adopters', 'adopters_in_all') }} as decimal(5, 4))
            as cumulative_share,
        date_day

    from accumulated

)

select * from final
order by feature_id, date_day
