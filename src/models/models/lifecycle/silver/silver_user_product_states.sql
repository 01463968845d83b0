-- One row per user who is not deleted and active product of tier 2; features are no products.
-- Events are summed up before users meet products, so the join is as small as its result.
{{ config(
    indexes=[{'columns': ['user_id', 'product_id'], 'unique': true}],
    tags=['pattern:partition'],
) }}

with

users as (

    select user_id, cast(user_created_at as date) as signed_up_on
    from {{ ref('bronze_users') }}
    where user_id not in (
        select entity_id from {{ ref('bronze_deletions') }} where entity_type = 'user'
    )

),

-- Thresholds of the product where it has its own, else those of all products.
products as (

    select
        product_catalog.product_id,
        coalesce(own_thresholds.new_days, usual_thresholds.new_days) as new_days,
        coalesce(own_thresholds.dormant_days, usual_thresholds.dormant_days) as dormant_days,
        coalesce(own_thresholds.churned_days, usual_thresholds.churned_days) as churned_days

    from {{ ref('bronze_product_catalog') }} as product_catalog
    inner join {{ ref('seed_state_thresholds') }} as usual_thresholds
        on usual_thresholds.entity_type = 'user'
        and usual_thresholds.product_id = 'all'
    left join {{ ref('seed_state_thresholds') }} as own_thresholds
        on own_thresholds.entity_type = 'user'
        and product_catalog.product_id = own_thresholds.product_id
    where product_catalog.tier = 2
        and product_catalog.is_active

),

events as (

    select
        user_id,
        product_id,
        event_date,
        count(*) filter (where is_qualifying_event) as qualifying_events,
        bool_or(is_activation_event) as has_activated

    from {{ ref('silver_events_enriched') }}
    where tier = 2
    group by user_id, product_id, event_date

),

-- Silence in a product is counted from the first access and from days with qualifying events.
anchors as (

    select
        user_id,
        product_id,
        event_date,
        qualifying_events,
        min(event_date) over (partition by user_id, product_id) as first_access_at

    from events
    qualify qualifying_events > 0
        or event_date = first_access_at

),

gaps as (

    select
        anchors.user_id,
        anchors.product_id,
        anchors.event_date,
        anchors.first_access_at,
        anchors.qualifying_events,
        anchors.event_date - lag(anchors.event_date) over (
            partition by anchors.user_id, anchors.product_id order by anchors.event_date
        ) as gap

    from anchors

),

usage as (

    select
        gaps.user_id,
        gaps.product_id,
        min(gaps.first_access_at) as first_access_at,
        max(gaps.event_date) as last_anchor,
        max(gaps.event_date) filter (where gaps.qualifying_events > 0) as last_qualifying_event_at,
        cast(sum(gaps.qualifying_events) as integer) as total_qualifying_events,
        max(gaps.event_date) filter (where gaps.gap > products.dormant_days) as comeback_day,
        max(gaps.event_date) filter (where gaps.gap > products.churned_days) as return_day,
        arg_max(gaps.gap, gaps.event_date) filter (where gaps.gap > products.dormant_days) as comeback_gap

    from gaps
    inner join products on gaps.product_id = products.product_id
    group by gaps.user_id, gaps.product_id

),

activations as (

    select user_id, product_id, min(event_date) as activation_date
    from events
    where has_activated
    group by user_id, product_id

),

states as (

    select
        users.user_id,
        users.signed_up_on,
        products.product_id,
        products.new_days,
        products.dormant_days,
        products.churned_days,
        usage.first_access_at,
        usage.last_anchor,
        usage.comeback_day,
        usage.return_day,
        activations.activation_date,
        usage.last_qualifying_event_at,
        coalesce(usage.total_qualifying_events, 0) as total_qualifying_events,
        {{ calculate_user_product_state(
            '(' ~ as_of_date() ~ ' - usage.first_access_at)',
            '(' ~ as_of_date() ~ ' - usage.last_anchor)',
            'usage.comeback_gap',
            '(' ~ as_of_date() ~ ' - usage.comeback_day)'
        ) }} as current_state

    from users
    cross join products
    left join usage
        on users.user_id = usage.user_id
        and products.product_id = usage.product_id
    left join activations
        on users.user_id = activations.user_id
        and products.product_id = activations.product_id

),

final as (

    select
        user_id,
        product_id,
        current_state,
        case current_state
            when 'never_adopted' then signed_up_on
            when 'new_to_product' then first_access_at
            when 'dormant_in_product'
                then greatest(last_anchor + dormant_days, first_access_at + new_days) + 1
            when 'churned_from_product'
                then greatest(last_anchor + churned_days, first_access_at + new_days) + 1
            when 'reactivated_in_product' then greatest(comeback_day, first_access_at + new_days + 1)
            else greatest(
                first_access_at + new_days + 1,
                case when comeback_day is distinct from return_day then comeback_day end,
                return_day + dormant_days + 1
            )
        end as state_since,
        first_access_at,
        activation_date,
        last_qualifying_event_at,
        total_qualifying_events

    from states

)

select * from final
