-- Facebook's kinds of action contain each other. What counts is one of them, never their sum.
with

one_kind as (

    select sum(action_count) as conversions
    from {{ ref('stg_facebook_ads__ad_actions') }}
    where action_type = '{{ var("facebook_conversion_action") }}'

),

counted as (

    select sum(platform_conversions) as conversions
    from {{ ref('int_campaigns__daily_performance') }}
    where platform = 'facebook_ads'

)

select
    one_kind.conversions as of_one_kind,
    counted.conversions as counted

from one_kind
cross join counted
where one_kind.conversions is distinct from counted.conversions
