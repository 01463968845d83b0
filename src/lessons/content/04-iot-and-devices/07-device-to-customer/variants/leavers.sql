-- title: customers that leave early, late, long after, or unplug their taps first
-- relation: stg_app_database__account_changes
-- Days before the data end. Customers 701 to 712; each is tried, becomes active, and some leave.
with

as_of as (

    select cast('{{ var("as_of_date") }}' as date) as day

),

changes as (

    select customer_id, 'insert' as operation, null as column_name, null as new_value, 700 as days_ago
    from range(701, 713) as customers (customer_id)

    union all

    select * from (values
        (701, 'update', 'status', 'active', 600), (702, 'update', 'status', 'active', 600), (703, 'update', 'status', 'active', 600),
        (704, 'update', 'status', 'active', 600), (705, 'update', 'status', 'active', 600), (706, 'update', 'status', 'active', 600),
        (707, 'update', 'status', 'active', 600), (708, 'update', 'status', 'active', 600), (709, 'update', 'status', 'active', 600),
        (710, 'update', 'status', 'active', 40),
        (711, 'update', 'status', 'active', 300), (711, 'update', 'status', 'paused', 260), (711, 'update', 'status', 'active', 120),
        (712, 'update', 'name', 'another name', 300),
        (701, 'update', 'status', 'churned', 60),
        (702, 'update', 'status', 'churned', 130),
        (703, 'update', 'status', 'paused', 200),
        (704, 'update', 'status', 'churned', 1),
        (705, 'update', 'name', 'another name', 150),
        (706, 'delete', null, null, 50)
    ) as given (customer_id, operation, column_name, new_value, days_ago)

)

select
    cast(row_number() over (order by days_ago desc, customer_id) as integer) as change_id,
    cast(customer_id as integer) as customer_id,
    operation,
    column_name,
    cast(null as varchar) as old_value,
    new_value,
    cast(row_number() over (order by days_ago desc, customer_id) as bigint) as lsn,
    cast(0 as integer) as dq_flags,
    cast(as_of.day - cast(days_ago as integer) as timestamp) as changed_at,
    cast(as_of.day as timestamp) as _stg_loaded_at

from changes
cross join as_of
-- relation: entity_devices_daily
select
    cast(given.customer_id * 10 as integer) as device_id,
    cast(given.customer_id * 10 as integer) as location_id,
    cast(given.customer_id as integer) as customer_id,
    '3.3.0' as firmware_version,
    cast(10 as integer) as pours,
    cast(4 as integer) as volume_litres,
    cast(0 as smallint) as error_count,
    cast(0 as smallint) as anomaly_count,
    cast(case
        when days.days_ago < given.unplugged then 0
        when days.days_ago % 5 = given.customer_id % 5 then 7200 * (given.customer_id % 2)
        else given.bad_seconds
    end as integer) as online_seconds,
    cast(case when days.days_ago % 5 = given.customer_id % 5 then 7200 else 86400 end as integer) as observed_seconds,
    cast(0.5 as decimal(5, 4)) as uptime_ratio,
    cast(0.5 as decimal(5, 4)) as uptime_ratio_7d,
    cast(3.8 as decimal(4, 1)) as temp_c,
    cast('{{ var("as_of_date") }}' as date) - cast(days.days_ago as integer) as date_day

from (values
    (701, 86400, 80), (702, 85000, 150), (703, 84000, 0), (704, 83000, 20), (705, 82000, 0), (706, 81000, 0),
    (707, 80000, 0), (708, 79000, 0), (709, 78000, 0), (710, 40000, 0), (711, 50000, 0), (712, 30000, 0)
) as given (customer_id, bad_seconds, unplugged)
cross join (select unnest(range(0, 400)) as days_ago) as days
