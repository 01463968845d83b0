-- The funnel's steps are the visits, first leads and first payments that there were.
with

funnel as (

    select
        sum(visits) as visits,
        sum(leads) as leads,
        sum(customers) as customers

    from {{ ref('marketing_funnel') }}

),

expected as (

    select
        (select count(*) from {{ ref('int_sessions__web_stitched') }} where not is_login) as visits,
        (
            select count(distinct person_key) from {{ ref('int_marketing__touchpoints') }}
            where lead_created_flag
        ) as leads,
        (
            select count(*) from {{ ref('int_marketing__conversions') }}
            where conversion_type = 'new'
        ) as customers

)

select *
from funnel
cross join expected
where funnel.visits <> expected.visits
    or funnel.leads <> expected.leads
    or funnel.customers <> expected.customers
