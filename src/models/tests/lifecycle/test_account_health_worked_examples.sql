-- Four parts of 25 percent: 80 for seats, 60 for products, 50 for recent work and 100 for the
-- contract are 72.50 together; all full are 100 and none is 0.
with

examples (seat, product, activity, contract, expected) as (

    values
        (80, 60, 50, 100, 72.50),
        (100, 100, 100, 100, 100),
        (0, 0, 0, 0, 0),
        (33.3333, 0, 0, 0, 8.33)

),

scored as (

    select
        examples.*,
        {{ calculate_account_health_score('seat', 'product', 'activity', 'contract') }} as health_score

    from examples
    cross join (
        select
            0.25 as seat_weight, 0.25 as product_weight, 0.25 as activity_weight,
            0.25 as contract_weight, 0 as growth_weight, 0 as payment_weight
    ) as weights

)

select * from scored
where health_score <> expected
