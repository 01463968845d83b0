-- One row per metric, day and entity: every metric in one long table. The wide tables stay the
-- place where a metric is made; here it is only turned. What is not known has no row.
{{ config(
    tags=['pattern:pivot'],
    indexes=[{'columns': ['metric_date']}, {'columns': ['metric_name']}],
) }}

with

customers as (

    select
        * exclude (customer_id),
        'customer' as entity_type,
        cast(customer_id as varchar) as entity_id

    from {{ ref('metrics_customer_success') }}
    where metric_date in (
        {{ as_of_date() }},
        {{ as_of_date() }} - 1,
        {{ as_of_date() }} - 7,
        cast({{ as_of_date() }} - interval 1 month as date)
    )

),

long_form as (

    {{ unpivot_metrics(ref('metrics_revenue'), 'revenue', has_entities=false) }}

    union all

    {{ unpivot_metrics(ref('metrics_operations'), 'operations') }}

    union all

    {{ unpivot_metrics(ref('metrics_engagement'), 'engagement', has_entities=false) }}

    union all

    {{ unpivot_metrics(ref('metrics_sales'), 'sales') }}

    union all

    {{ unpivot_metrics(ref('metrics_product_analytics'), 'product') }}

    union all

    {{ unpivot_metrics(ref('metrics_marketing'), 'marketing') }}

    union all

    -- Customers are many: here are today and the days with which it is compared, every day is in the wide table.
    {{ unpivot_metrics('customers', 'customer_success') }}

),

final as (

    select
        metric_date,
        domain,
        metric_name,
        metric_value,
        entity_type,
        entity_id

    from long_form

)

select * from final
order by domain, metric_name, entity_type, entity_id, metric_date
