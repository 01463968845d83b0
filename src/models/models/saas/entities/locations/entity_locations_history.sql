-- One row per location and version of its slow attributes. Versions are whole days and
-- half-open: valid from valid_from up to, not including, valid_to, which is NULL while the
-- version is in force.
{{ config(tags=['pattern:scd2', 'pattern:gaps-and-islands']) }}

with

-- int_locations__core leaves out the places of nobody.
locations as (

    select
        core.location_id,
        core.customer_id,
        locations.location_size

    from {{ ref('int_locations__core') }} as core
    inner join {{ ref('stg_app_database__locations') }} as locations
        on core.location_id = locations.location_id

),

location_changes as (

    select * from {{ ref('stg_app_database__location_changes') }}

),

devices as (

    select
        health.device_id,
        health.location_id,
        health.installed_date,
        devices.retired_date

    from {{ ref('int_devices__performance_health') }} as health
    inner join {{ ref('stg_app_database__devices') }} as devices
        on health.device_id = devices.device_id

),

-- The log names the first status of a place, but its size only once that changes.
first_sizes as (

    select
        locations.location_id,
        coalesce(
            arg_min(location_changes.old_value, location_changes.change_id),
            min(locations.location_size)
        ) as location_size

    from locations
    left join location_changes
        on locations.location_id = location_changes.location_id
        and location_changes.field = 'size'
    group by locations.location_id

),

opened as (

    select
        location_id,
        min(changed_at) as opened_at

    from location_changes
    group by location_id

),

attribute_changes as (

    select
        location_id,
        change_id as sequence,
        case when field = 'status' then new_value end as status,
        case when field = 'size' then new_value end as location_size,
        0 as device_change,
        changed_at

    from location_changes
    where field in ('status', 'size')

    union all

    select
        first_sizes.location_id,
        0 as sequence,
        null as status,
        first_sizes.location_size,
        0 as device_change,
        opened.opened_at as changed_at

    from first_sizes
    inner join opened on first_sizes.location_id = opened.location_id

),

-- A device counts from the day on which it is installed until the day on which it is retired.
device_changes as (

    select
        location_id,
        installed_date as changed_on,
        1 as device_change

    from devices

    union all

    select
        location_id,
        retired_date as changed_on,
        -1 as device_change

    from devices
    where retired_date is not null

),

all_changes as (

    select * from attribute_changes

    union all

    select
        device_changes.location_id,
        -1 as sequence,
        null as status,
        null as location_size,
        cast(sum(device_changes.device_change) as integer) as device_change,
        greatest(cast(device_changes.changed_on as timestamp), min(opened.opened_at)) as changed_at

    from device_changes
    inner join opened on device_changes.location_id = opened.location_id
    group by device_changes.location_id, device_changes.changed_on

),

states as (

    select
        locations.location_id,
        locations.customer_id,
        all_changes.sequence,
        last_value(all_changes.status ignore nulls) over until_now as status,
        last_value(all_changes.location_size ignore nulls) over until_now as location_size,
        {{ device_count_band('sum(all_changes.device_change) over until_now') }} as device_count_band,
        all_changes.changed_at

    from all_changes
    inner join locations on all_changes.location_id = locations.location_id
    window until_now as (
        partition by all_changes.location_id
        order by cast(all_changes.changed_at as date), all_changes.changed_at, all_changes.sequence
        range between unbounded preceding and current row
    )

),

versions as (

    {{ scd2_from_changes(
        'states',
        key='location_id',
        changed_at='changed_at',
        columns=['status', 'location_size', 'device_count_band'],
        order_by='sequence',
        keep=['customer_id'],
    ) }}

),

final as (

    select
        {{ surrogate_key(['location_id', 'valid_from']) }} as location_history_id,
        location_id,
        customer_id,
        status,
        previous_status,
        location_size,
        previous_location_size,
        device_count_band,
        previous_device_count_band,
        case
            when is_first_version then 'opened'
            when status is distinct from previous_status and previous_status = 'suspended' then 'reopened'
            when status is distinct from previous_status then status
            when location_size is distinct from previous_location_size then 'refitted'
            else 'devices'
        end as change_type,
        changed_columns,
        is_current,
        valid_from,
        valid_to

    from versions

)

select * from final
order by location_id, valid_from
