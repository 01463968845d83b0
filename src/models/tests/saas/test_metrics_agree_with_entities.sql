-- Today's metrics say what the tables of today say.
with

compared as (

    select
        'mrr' as metric_name,
        (select mrr from {{ ref('metrics_revenue') }} where metric_date = {{ as_of_date() }}) as metric_value,
        (select sum(monthly_recurring_revenue) from {{ ref('entity_customers') }}) as expected

    union all

    select
        'overdue_maintenance_devices',
        (
            select overdue_maintenance_devices from {{ ref('metrics_operations') }}
            where metric_date = {{ as_of_date() }} and entity_type = 'company'
        ),
        (
            select count(*) from {{ ref('entity_devices') }}
            where days_since_maintenance > maintenance_interval_days and status <> 'retired'
        )

    union all

    select
        'total_pipeline_value',
        (
            select total_pipeline_value from {{ ref('metrics_sales') }}
            where metric_date = {{ as_of_date() }} and entity_type = 'company'
        ),
        (select coalesce(sum(amount), 0) from {{ ref('sales_pipeline') }} where is_open)

    union all

    select
        'open_tickets',
        (
            select sum(open_tickets) from {{ ref('metrics_customer_success') }}
            where metric_date = {{ as_of_date() }}
        ),
        (
            select sum(customers.open_tickets) from {{ ref('entity_customers') }} as customers
            semi join {{ ref('metrics_customer_success') }} as metrics
                on customers.customer_id = metrics.customer_id and metrics.metric_date = {{ as_of_date() }}
        )

)

select * from compared
where metric_value is distinct from expected
