-- A month of a feature has the uses and the users that its usage records of that month have.
with

usage_per_month as (

    select
        feature_id,
        cast(date_trunc('month', usage_date) as date) as month,
        count(distinct user_id) as users,
        sum(usage_count) as uses

    from {{ ref('stg_app_database__feature_usage') }}
    where usage_date <= {{ as_of_date() }}
    group by feature_id, cast(date_trunc('month', usage_date) as date)

)

select
    months.feature_id,
    months.month,
    months.users,
    usage_per_month.users as users_in_usage,
    months.uses,
    usage_per_month.uses as uses_in_usage

from {{ ref('entity_features_monthly') }} as months
left join usage_per_month
    on months.feature_id = usage_per_month.feature_id
    and months.month = usage_per_month.month
where months.users <> coalesce(usage_per_month.users, 0)
    or months.uses <> coalesce(usage_per_month.uses, 0)
    or months.accounts > months.users
