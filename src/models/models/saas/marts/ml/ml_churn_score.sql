-- One row per customer that pays or pauses: the probability that it is lost within 90 days,
-- by a logistic model whose weights stand in seed_model_weights.
{{ config(tags=['pattern:statistics']) }}

with

customers as (

    select * from {{ ref('entity_customers') }}
    where customer_status in ('active', 'paused')

),

customers_daily as (

    select * from {{ ref('entity_customers_daily') }}
    where date_day = {{ as_of_date() }}

),

weights as (

    select * from {{ ref('seed_model_weights') }}
    where model = 'churn'

),

-- Every feature lies between 0 and 1, and more of it is worse.
wide as (

    select
        customers.customer_id,
        1.0 - {{ online_part('customers.device_online_ratio') }} as devices_offline,
        1.0 - coalesce(customers_daily.health_min_30d, customers.customer_health_score) as weak_spell,
        1.0 - {{ payment_part('customers.is_delinquent') }} as overdue_invoice,
        case when customers.subscription_status = 'past_due' then 1.0 else 0.0 end as past_due,
        1.0 - {{ value_part('customers.monthly_recurring_revenue') }} as small_revenue

    from customers
    left join customers_daily on customers.customer_id = customers_daily.customer_id

),

features as (

    select
        customer_id,
        feature,
        value

    from wide
    unpivot (
        value for feature in (devices_offline, weak_spell, overdue_invoice, past_due, small_revenue)
    )

),

contributions as (

    select
        features.customer_id,
        features.feature,
        round(weights.weight * features.value, 9) as contribution

    from features
    inner join weights on features.feature = weights.feature

),

scored as (

    select
        customer_id,
        (select weight from weights where feature = 'bias') + sum(contribution) as logit,
        arg_max(feature, (contribution, feature)) filter (where contribution > 0) as top_feature

    from contributions
    group by customer_id

),

final as (

    select
        customer_id,
        top_feature,
        cast(logit as decimal(9, 6)) as logit,
        cast(1 / (1 + exp(-cast(logit as double))) as decimal(7, 6)) as churn_probability,
        {{ as_of_date() }} as as_of_date

    from scored

)

select * from final
order by churn_probability desc, customer_id
