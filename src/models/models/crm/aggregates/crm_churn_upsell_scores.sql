-- One row per account of the shop: how likely it is to stop buying, how much more it could buy, and
-- what to offer next. Cancelled and returned orders are left out.
{{ config(tags=['pattern:statistics']) }}

with

accounts as (

    select * from {{ ref('dim_accounts') }}

),

orders as (

    select
        order_id,
        account_id,
        revenue_amount,
        cast(ordered_at as date) as ordered_on

    from {{ ref('fact_orders') }}
    where order_state not in ('Cancelled', 'Returned')
        and cast(ordered_at as date) <= {{ as_of_date() }}

),

-- Days between one order and the next.
gaps as (

    select
        account_id,
        ordered_on,
        date_diff('day', lag(ordered_on) over (partition by account_id order by ordered_on, order_id), ordered_on) as gap_days

    from orders

),

usual_gap as (

    select median(gap_days) as usual_gap_days from gaps

),

order_habits as (

    select
        orders.account_id,
        max(orders.ordered_on) as last_ordered_on,
        count(*) as orders,
        count(*) filter (where orders.ordered_on > {{ as_of_date() }} - 365) as orders_365d,
        count(*) filter (
            where orders.ordered_on <= {{ as_of_date() }} - 365 and orders.ordered_on > {{ as_of_date() }} - 730
        ) as orders_previous_365d,
        coalesce(sum(orders.revenue_amount) filter (where orders.ordered_on > {{ as_of_date() }} - 365), 0) as revenue_365d,
        coalesce(sum(orders.revenue_amount) filter (
            where orders.ordered_on <= {{ as_of_date() }} - 365 and orders.ordered_on > {{ as_of_date() }} - 730
        ), 0) as revenue_previous_365d

    from orders
    group by orders.account_id

),

own_gaps as (

    select
        account_id,
        median(gap_days) as usual_gap_days

    from gaps
    group by account_id
    having count(*) >= {{ var('crm_usual_gap_from_orders') }}

),

-- Which account has which product.
ownership as (

    select distinct
        order_items.account_id,
        order_items.product_id

    from {{ ref('fact_order_items') }} as order_items
    semi join orders on order_items.order_id = orders.order_id

),

ranges as (

    select
        account_id,
        count(*) as products

    from ownership
    group by account_id

),

full_range as (

    select quantile_cont(products, {{ var('crm_breadth_quantile') }}) as products from ranges

),

open_tickets as (

    select
        account_id,
        count(*) as open_tickets

    from {{ ref('fact_tickets') }}
    where is_backlog
    group by account_id

),

last_contacts as (

    select
        account_id,
        max(cast(activity_at as date)) as last_contact_on

    from {{ ref('fact_activities') }}
    where is_completed
        and cast(activity_at as date) <= {{ as_of_date() }}
    group by account_id

),

-- The better a product goes with what the account has, the more of the buyers of the one have the other too.
product_buyers as (

    select
        product_id,
        count(*) as buyers

    from ownership
    group by product_id

),

product_pairs as (

    select
        owned.product_id as owned_product_id,
        other.product_id,
        cast(count(*) * 1.0 / product_buyers.buyers as decimal(9, 6)) as share_of_buyers

    from ownership as owned
    inner join ownership as other
        on owned.account_id = other.account_id
        and owned.product_id <> other.product_id
    inner join product_buyers on owned.product_id = product_buyers.product_id
    group by owned.product_id, other.product_id, product_buyers.buyers

),

offers_to_buyers as (

    select
        ownership.account_id,
        product_pairs.product_id,
        sum(product_pairs.share_of_buyers) as fit

    from ownership
    inner join product_pairs on ownership.product_id = product_pairs.owned_product_id
    anti join ownership as owned
        on ownership.account_id = owned.account_id
        and product_pairs.product_id = owned.product_id
    group by ownership.account_id, product_pairs.product_id

),

-- Who has nothing yet is offered what most companies of its line of business have.
industry_buyers as (

    select
        accounts.industry,
        ownership.product_id,
        count(*) as buyers

    from ownership
    inner join accounts on ownership.account_id = accounts.account_id
    group by accounts.industry, ownership.product_id

),

offers as (

    select
        account_id,
        product_id,
        fit,
        0 as buyers

    from offers_to_buyers

    union all

    select
        accounts.account_id,
        product_buyers.product_id,
        coalesce(industry_buyers.buyers, 0) as fit,
        product_buyers.buyers

    from accounts
    cross join product_buyers
    left join industry_buyers
        on accounts.industry = industry_buyers.industry
        and product_buyers.product_id = industry_buyers.product_id
    anti join ranges on accounts.account_id = ranges.account_id

),

best_offers as (

    select
        account_id,
        product_id as recommended_product_id

    from offers
    qualify row_number() over (partition by account_id order by fit desc, buyers desc, product_id) = 1

),

measured as (

    select
        accounts.account_id,
        accounts.account_category,
        accounts.revenue_segment,
        {{ as_of_date() }} - order_habits.last_ordered_on as recency_days,
        greatest(
            coalesce(own_gaps.usual_gap_days, usual_gap.usual_gap_days, 0), {{ var('crm_usual_gap_at_least_days') }}
        ) as usual_gap_days,
        order_habits.orders is not null as has_ordered,
        coalesce(order_habits.orders_365d, 0) as orders_365d,
        coalesce(order_habits.orders_previous_365d, 0) as orders_previous_365d,
        coalesce(order_habits.revenue_365d, 0) as revenue_365d,
        coalesce(order_habits.revenue_previous_365d, 0) as revenue_previous_365d,
        coalesce(open_tickets.open_tickets, 0) as open_tickets,
        {{ as_of_date() }} - last_contacts.last_contact_on as days_since_contact,
        ranges.products,
        full_range.products as full_range_products,
        best_offers.recommended_product_id

    from accounts
    cross join usual_gap
    cross join full_range
    left join order_habits on accounts.account_id = order_habits.account_id
    left join own_gaps on accounts.account_id = own_gaps.account_id
    left join open_tickets on accounts.account_id = open_tickets.account_id
    left join last_contacts on accounts.account_id = last_contacts.account_id
    left join ranges on accounts.account_id = ranges.account_id
    left join best_offers on accounts.account_id = best_offers.account_id

),

-- Each part is between 0 and 1.
parts as (

    select
        *,
        {{ share_of_target('recency_days', '(' ~ var('crm_recency_gaps') ~ ' * usual_gap_days)') }} as recency_part,
        case
            when orders_365d = 0 then 1.0
            when orders_previous_365d = 0 then 0.0
            else greatest(0.0, 1 - orders_365d * 1.0 / orders_previous_365d)
        end as frequency_part,
        {{ share_of_target('open_tickets', var('crm_open_tickets_limit')) }} as support_part,
        least(1.0, coalesce(days_since_contact / {{ var('crm_contact_days') }}, 1.0)) as contact_part,
        1 - percent_rank() over (partition by revenue_segment, has_ordered order by revenue_365d) as room_part,
        greatest(0.0, 1 - coalesce(products / nullif(full_range_products, 0), 0)) as breadth_part,
        coalesce(revenue_365d / nullif(revenue_365d + revenue_previous_365d, 0), 0) as growth_part

    from measured

),

final as (

    select
        account_id,
        recommended_product_id,
        cast(recency_days as integer) as recency_days,
        cast(orders_365d as integer) as orders_365d,
        cast(revenue_365d as decimal(14, 2)) as revenue_365d,
        cast(open_tickets as integer) as open_tickets,
        cast(case
            when not has_ordered then null
            when account_category in ('Churned', 'Inactive') then 1
            else round({% for part, weight in var('crm_churn_weights').items() -%}
                {{ ' + ' if not loop.first }}{{ weight }} * {{ part }}_part
            {%- endfor %}, 4)
        end as decimal(5, 4)) as churn_score,
        cast(case
            when not has_ordered then null
            when account_category in ('Churned', 'Inactive') then 0
            else round({% for part, weight in var('crm_upsell_weights').items() -%}
                {{ ' + ' if not loop.first }}{{ weight }} * {{ part }}_part
            {%- endfor %}, 4)
        end as decimal(5, 4)) as upsell_score

    from parts

)

select * from final
