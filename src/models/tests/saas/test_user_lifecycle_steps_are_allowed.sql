-- From one day to the next a user takes only steps that make sense: nobody becomes new, and
-- whoever was dormant comes back as returning.
with

days as (

    select
        user_id,
        date_day,
        lifecycle,
        lag(lifecycle) over by_user as previous_lifecycle,
        lag(date_day) over by_user as previous_day

    from {{ ref('entity_users_daily') }}
    window by_user as (partition by user_id order by date_day)

)

select * from days
where previous_lifecycle <> lifecycle
    and (previous_lifecycle, lifecycle) not in (
        ('new', 'retained'),
        ('new', 'returning'),
        ('new', 'dormant'),
        ('retained', 'dormant'),
        ('retained', 'returning'),
        ('dormant', 'returning'),
        ('returning', 'retained'),
        ('returning', 'dormant')
    )

union all

-- Who was gone for so long that the table has a gap comes back as returning.
select * from days
where date_day - previous_day > 1
    and lifecycle is not null
    and lifecycle <> 'returning'
