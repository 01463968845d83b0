-- One row per change of a subscription's MRR: new, expansion, contraction, churn or
-- reactivation, as it is for the customer. A customer that keeps another subscription
-- contracts when one ends; it has churned only when nothing is left.
{{ config(tags=['pattern:window']) }}

with

subscription_changes as (

    select * from {{ ref('stg_app_database__subscription_changes') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions__core') }}

),

mrr_changes as (

    select
        subscription_changes.*,
        subscriptions.customer_id,
        subscription_changes.mrr_after - subscription_changes.mrr_before as mrr_change

    from subscription_changes
    inner join subscriptions on subscription_changes.subscription_id = subscriptions.subscription_id
    where subscription_changes.mrr_after <> subscription_changes.mrr_before

),

-- What the customer paid in all right after each change, and whether this change was its
-- first.
with_customer_mrr as (

    select
        *,
        sum(mrr_change) over by_customer as customer_mrr_after,
        sum(mrr_change) over by_customer - mrr_change as customer_mrr_before,
        row_number() over by_customer = 1 as is_first_payment

    from mrr_changes
    window by_customer as (
        partition by customer_id order by changed_at, change_id
        rows between unbounded preceding and current row
    )

),

final as (

    select
        subscription_id,
        customer_id,
        case
            when customer_mrr_before = 0 and is_first_payment then 'new'
            when customer_mrr_before = 0 then 'reactivation'
            when customer_mrr_after = 0 then 'churn'
            when mrr_change > 0 then 'expansion'
            else 'contraction'
        end as movement_type,
        mrr_before,
        mrr_after,
        mrr_change,
        changed_at

    from with_customer_mrr

)

select * from final
