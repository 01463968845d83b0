-- One row per calendar day, from start_date to as_of_date, both inclusive. Fiscal years are
-- named by the year they begin in.
with

days as (

    select cast(series.day as date) as date_day
    from generate_series(
        cast('{{ var("start_date") }}' as timestamp),
        cast({{ as_of_date() }} as timestamp),
        interval 1 day
    ) as series(day)

),

-- The month of the fiscal year, 0 to 11.
with_fiscal_month as (

    select
        date_day,
        (month(date_day) - {{ var('fiscal_year_first_month') }} + 12) % 12 as fiscal_month

    from days

),

final as (

    select
        cast(year(date_day) as integer) as year,
        cast(fiscal_month // 3 + 1 as integer) as fiscal_quarter,
        cast(year(date_day) - case when fiscal_month >= month(date_day) then 1 else 0 end as integer)
            as fiscal_year,
        cast(isodow(date_day) as integer) as day_of_week,
        isodow(date_day) >= 6 as is_weekend,
        date_day = last_day(date_day) as is_last_day_of_month,
        date_day,
        cast(date_trunc('week', date_day) as date) as week,
        cast(date_trunc('month', date_day) as date) as month,
        cast(date_trunc('quarter', date_day) as date) as quarter

    from with_fiscal_month

)

select * from final
