-- code: M-MADZERO
-- headline: {n} {are} flagged although the probe hardly moved.
-- feedback: In the week before {key} all readings were equal, so the MAD is 0 and a tenth of a degree is infinitely far out. What is the
--   smallest spread that you can believe?
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
        range between interval 7 day preceding and interval 1 day preceding
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
        and abs(temp_c - median_c) > 3 * 1.4826 * mad_c
        and date_day > cast('{{ var("as_of_date") }}' as date) - 120

)

select * from final
