-- One row per subscription and version: plan, quantity, status and MRR from valid_from until
-- the day before valid_to, taken from the change log. A subscription that has ended keeps
-- its last version open.
{{ config(tags=['pattern:scd2', 'pattern:window']) }}

with

subscription_changes as (

    select * from {{ ref('stg_app_database__subscription_changes') }}

),

plans as (

    select * from {{ ref('stg_app_database__plans') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions__core') }}

),

mrr_movements as (

    select * from {{ ref('int_subscriptions__mrr_movements') }}

),

-- The state at the end of each day on which the log has an entry.
states_by_plan_id as (

    {{ subscription_versions('subscription_changes') }}

),

states as (

    select
        states_by_plan_id.subscription_id,
        subscriptions.customer_id,
        plans.plan_name as plan,
        states_by_plan_id.quantity,
        states_by_plan_id.subscription_status,
        states_by_plan_id.mrr,
        states_by_plan_id.valid_from as changed_on

    from states_by_plan_id
    inner join subscriptions on states_by_plan_id.subscription_id = subscriptions.subscription_id
    left join plans on states_by_plan_id.plan_id = plans.plan_id

),

versions as (

    {{ scd2_from_changes(
        'states',
        'subscription_id',
        'changed_on',
        ['plan', 'quantity', 'subscription_status', 'mrr'],
        keep=['customer_id'],
    ) }}

),

-- What the last change of MRR of a day was for the customer.
movement_per_day as (

    select
        subscription_id,
        movement_type,
        cast(changed_at as date) as date_day

    from mrr_movements
    qualify row_number() over (
        partition by subscription_id, cast(changed_at as date)
        order by changed_at desc, mrr_after, movement_type
    ) = 1

),

final as (

    select
        {{ surrogate_key(['versions.subscription_id', 'versions.valid_from']) }}
            as subscription_history_id,
        versions.subscription_id,
        versions.customer_id,
        versions.plan,
        versions.subscription_status,
        case
            when versions.is_first_version then 'created'
            when versions.mrr is distinct from versions.previous_mrr
                then coalesce(movement_per_day.movement_type, 'revenue')
            when versions.subscription_status is distinct from versions.previous_subscription_status
                then 'status'
            when versions.plan is distinct from versions.previous_plan then 'plan'
            else 'quantity'
        end as change_type,
        versions.changed_columns,
        versions.previous_plan,
        versions.previous_subscription_status,
        versions.quantity,
        versions.previous_quantity,
        versions.mrr,
        versions.previous_mrr,
        versions.is_current,
        versions.valid_from,
        versions.valid_to

    from versions
    left join movement_per_day
        on versions.subscription_id = movement_per_day.subscription_id
        and versions.valid_from = movement_per_day.date_day

)

select * from final
order by subscription_id, valid_from
