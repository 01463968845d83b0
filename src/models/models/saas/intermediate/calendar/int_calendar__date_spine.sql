-- One row per calendar day, from start_date to as_of_date, both inclusive. Fiscal years are
-- named by the year they begin in.
{{ config(tags=['pattern:spine']) }}

with

days as (

    {{ date_spine("date '" ~ var('start_date') ~ "'", as_of_date()) }}

),

-- Days on which the company's home country rests.
holidays as (

    select date_day from {{ ref('stg_reference__calendar_holidays') }}
    where country = '{{ var("home_country") }}'

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
        cast(year(with_fiscal_month.date_day) as integer) as year,
        cast(fiscal_month // 3 + 1 as integer) as fiscal_quarter,
        cast(
            year(with_fiscal_month.date_day)
            - case when fiscal_month >= month(with_fiscal_month.date_day) then 1 else 0 end as integer
        ) as fiscal_year,
        cast(isodow(with_fiscal_month.date_day) as integer) as day_of_week,
        isodow(with_fiscal_month.date_day) >= 6 as is_weekend,
        holidays.date_day is not null as is_holiday,
        with_fiscal_month.date_day = last_day(with_fiscal_month.date_day) as is_last_day_of_month,
        with_fiscal_month.date_day,
        cast(date_trunc('week', with_fiscal_month.date_day) as date) as week,
        cast(date_trunc('month', with_fiscal_month.date_day) as date) as month,
        cast(date_trunc('quarter', with_fiscal_month.date_day) as date) as quarter

    from with_fiscal_month
    left join holidays on with_fiscal_month.date_day = holidays.date_day

)

select * from final
