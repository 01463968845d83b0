-- One row per measure of the shop and group: the named measures of sales, support, revenue and activity, as they stand on
-- as_of_date. Those that are said by stage or by shelf have a row per group, the others one for all.
with

deals as (

    select * from {{ ref('fact_deals') }}

),

stages as (

    select * from {{ ref('fact_deal_stage_history') }}

),

tickets as (

    select * from {{ ref('fact_tickets') }}

),

orders as (

    select * from {{ ref('fact_orders') }}

),

sold_orders as (

    select * from orders
    where order_state not in ('Cancelled', 'Returned')

),

activities as (

    select * from {{ ref('fact_activities') }}

),

-- A stage counts once per deal, however often the deal came back to it.
stages_reached as (

    select
        stages.stage,
        min(stages.stage_order) as stage_order,
        count(distinct stages.deal_id) as deals,
        count(distinct stages.deal_id) filter (where deals.is_won) as deals_won

    from stages
    inner join deals on stages.deal_id = deals.deal_id
    where deals.is_closed
        and stages.stage not in ('closed_won', 'closed_lost')
    group by stages.stage

),

revenue_by_account as (

    select
        account_id,
        sum(revenue_amount) as revenue

    from sold_orders
    group by account_id

),

revenue_by_product as (

    select
        products.product_name,
        products.category,
        sum(order_items.line_amount) as revenue

    from {{ ref('fact_order_items') }} as order_items
    inner join sold_orders on order_items.order_id = sold_orders.order_id
    inner join {{ ref('dim_products') }} as products on order_items.product_id = products.product_id
    group by products.product_name, products.category

),

-- All accounts, also those that nobody called and those that no deal was opened with.
effort_and_deals as (

    select
        accounts.account_id,
        coalesce(efforts.activities, 0) as activities,
        coalesce(outcomes.deals_won, 0) as deals_won

    from {{ ref('dim_accounts') }} as accounts
    left join (select account_id, count(*) as activities from activities where is_completed group by account_id) as efforts
        on accounts.account_id = efforts.account_id
    left join (select account_id, count(*) as deals_won from deals where is_won group by account_id) as outcomes
        on accounts.account_id = outcomes.account_id

),

measures as (

    select 'sales' as area, 'pipeline_value_by_stage' as measure, stage as measured_for, sum(amount) as measured_value
    from deals
    where not is_closed
    group by stage

    union all

    select 'sales', 'win_rate', 'all', {{ safe_divide('count(*) filter (where is_won) * 1.0', 'count(*) filter (where is_closed)') }}
    from deals

    union all

    select 'sales', 'stage_conversion_rate', stage, {{ safe_divide('deals_won * 1.0', 'deals') }}
    from stages_reached

    union all

    select 'sales', 'average_deal_size', 'all', avg(amount) filter (where is_won)
    from deals

    union all

    select 'sales', 'sales_cycle_days', 'all', avg(days_in_pipeline) filter (where is_won)
    from deals

    union all

    select 'sales', 'weighted_pipeline_value', 'all', sum(weighted_amount) filter (where not is_closed)
    from deals

    union all

    select 'sales', 'stage_velocity_days', stage, avg(days_in_stage)
    from stages
    where not is_current
        and stage not in ('closed_won', 'closed_lost')
    group by stage

    union all

    select 'support', 'ticket_volume', 'last 30 days', count(*)
    from tickets
    where cast(created_at as date) > {{ as_of_date() }} - 30

    union all

    -- 1 is steady, 2 is twice as many as in the 30 days before.
    select
        'support',
        'ticket_volume_trend',
        'last 30 days',
        {{ safe_divide(
            'count(*) filter (where cast(created_at as date) > ' ~ as_of_date() ~ ' - 30) * 1.0',
            'count(*) filter (where cast(created_at as date) <= ' ~ as_of_date() ~ ' - 30)'
        ) }}
    from tickets
    where cast(created_at as date) > {{ as_of_date() }} - 60

    union all

    select 'support', 'resolution_hours', 'all', avg(resolution_hours)
    from tickets

    union all

    -- A promise that can still be kept is neither kept nor broken.
    select
        'support',
        'sla_compliance_rate',
        'all',
        {{ safe_divide("count(*) filter (where sla_status = 'Met') * 1.0", "count(*) filter (where sla_status in ('Met', 'Breached'))") }}
    from tickets

    union all

    select 'support', 'first_response_hours', 'all', avg(first_response_hours)
    from tickets

    union all

    select 'support', 'ticket_backlog', 'all', count(*) filter (where is_backlog)
    from tickets

    union all

    select 'revenue', 'total_revenue', 'all', sum(revenue_amount)
    from sold_orders

    union all

    select 'revenue', 'revenue_by_category', category, sum(revenue)
    from revenue_by_product
    group by category

    union all

    select 'revenue', 'revenue_by_product', product_name, sum(revenue)
    from revenue_by_product
    group by product_name

    union all

    select 'revenue', 'average_order_value', 'all', avg(order_total)
    from sold_orders

    union all

    -- What an account has brought so far.
    select 'revenue', 'customer_lifetime_value', 'all', avg(revenue)
    from revenue_by_account

    union all

    select 'revenue', 'order_fulfillment_rate', 'all', avg(cast(is_fulfilled as integer))
    from orders
    where order_state <> 'Cancelled'

    union all

    select 'activity', 'activities_per_account', 'all', {{ safe_divide('count(*) * 1.0', 'count(distinct account_id)') }}
    from activities

    union all

    select 'activity', 'activity_completion_rate', 'all', avg(cast(is_completed as integer))
    from activities

    union all

    -- Effort and success go together, which does not say that the one makes the other.
    select 'activity', 'activity_deal_correlation', 'all', corr(activities, deals_won)
    from effort_and_deals

    union all

    select
        'activity',
        'activities_per_seller',
        'all',
        {{ safe_divide('count(*) filter (where is_completed) * 1.0', 'count(distinct assigned_to)') }}
    from activities

)

select
    area,
    measure,
    measured_for,
    round(cast(measured_value as double), 4) as measured_value

from measures
order by area, measure, measured_for
