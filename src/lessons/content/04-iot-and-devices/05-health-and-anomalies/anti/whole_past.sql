-- code: M-BASELINE
-- headline: {n} {are} judged by the whole past.
-- feedback: The frame of {key} begins with the first day that there is, so an old habit of the device weighs as much as last week. How
--   far back shall the baseline reach?
-- Days whose temperature is far out, judged by the seven days before.
with

-- The last four months, and ten days more, so that the first of them have something before them.
days as (

    select
        device_id,
        date_day,
        cast(temp_c as double) as temp_c

    from {{ ref('entity_devices_daily') }}
    where date_day > cast('{{ var("as_of_date") }}' as date) - 130

),

-- 1 median, MAD and number of measured days of the seven days before
windowed as (

    select
        device_id,
        date_day,
        temp_c,
        median(temp_c) over last_days as median_c,
        mad(temp_c) over last_days as mad_c,
        count(temp_c) over last_days as measured_days

    from days
    window last_days as (
        partition by device_id order by date_day
        range between unbounded preceding and interval 1 day preceding
    )

),

-- 2 far out: more than three times 1.4826 MAD, and a MAD below 0.1 counts as 0.1
final as (

    select
        device_id,
        date_day,
        temp_c,
        median_c,
        mad_c

    from windowed
    where measured_days >= 4
        and abs(temp_c - median_c) > 3 * 1.4826 * greatest(mad_c, 0.1)
        and date_day > cast('{{ var("as_of_date") }}' as date) - 120

)

select * from final
