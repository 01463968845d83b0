-- Change logs whose versions were worked out by hand: a deal that goes back a stage, with a repeated entry and two entries
-- of one moment; a plan that changes twice on a day; a key that is deleted and comes back.
with

deal_changes (deal_id, event_id, changed_at, stage) as (

    values
        (101, 1, timestamp '2024-01-02 00:00:00', 'lead'),
        (101, 2, timestamp '2024-01-10 00:00:00', 'qualified'),
        (101, 3, timestamp '2024-01-12 00:00:00', 'qualified'),
        (101, 4, timestamp '2024-01-25 00:00:00', 'demo'),
        (101, 5, timestamp '2024-01-25 00:00:00', 'proposal'),
        (101, 6, timestamp '2024-02-05 00:00:00', 'qualified'),
        (101, 7, timestamp '2024-02-20 00:00:00', 'negotiation'),
        (101, 8, timestamp '2024-03-01 00:00:00', 'closed_won')

),

deal_versions as (

    {{ scd2_from_changes('deal_changes', 'deal_id', 'changed_at', ['stage'], order_by='event_id', by_day=false) }}

),

plan_changes (customer_id, change_id, changed_at, plan, quantity, operation, country) as (

    values
        (1, 1, timestamp '2024-01-01 09:00:00', 'basic', 1, 'insert', 'US'),
        (1, 2, timestamp '2024-01-03 09:00:00', 'pro', 1, 'update', 'US'),
        (1, 3, timestamp '2024-01-03 17:00:00', 'basic', 1, 'update', 'US'),
        (1, 4, timestamp '2024-01-05 09:00:00', 'pro', 2, 'update', 'US'),
        (1, 5, timestamp '2024-01-05 09:00:00', 'pro', 3, 'update', 'CA'),
        (2, 6, timestamp '2024-01-01 09:00:00', 'basic', 1, 'insert', 'US'),
        (2, 7, timestamp '2024-01-04 09:00:00', 'basic', 1, 'delete', 'US'),
        (2, 8, timestamp '2024-01-06 09:00:00', 'basic', 1, 'insert', 'US'),
        (2, 9, timestamp '2024-01-07 09:00:00', null, 1, 'update', 'US')

),

plan_versions as (

    {{ scd2_from_changes(
        'plan_changes',
        'customer_id',
        'changed_at',
        ['plan', 'quantity'],
        order_by='change_id',
        deleted="operation = 'delete'",
        keep=['country'],
    ) }}

),

actual as (

    select
        'deal ' || deal_id as key,
        concat_ws('|', stage, coalesce(previous_stage, '-'), coalesce(changed_columns, '-'), is_current) as state,
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to

    from deal_versions

    union all

    select
        'customer ' || customer_id as key,
        concat_ws(
            '|',
            coalesce(plan, '-') || ' ' || quantity || ' ' || country,
            coalesce(previous_plan, '-') || ' ' || coalesce(cast(previous_quantity as varchar), '-'),
            coalesce(changed_columns, '-'),
            is_current
        ) as state,
        valid_from,
        valid_to

    from plan_versions

),

expected (key, state, valid_from, valid_to) as (

    values
        ('deal 101', 'lead|-|-|false', date '2024-01-02', date '2024-01-10'),
        ('deal 101', 'qualified|lead|stage|false', date '2024-01-10', date '2024-01-25'),
        ('deal 101', 'proposal|qualified|stage|false', date '2024-01-25', date '2024-02-05'),
        ('deal 101', 'qualified|proposal|stage|false', date '2024-02-05', date '2024-02-20'),
        ('deal 101', 'negotiation|qualified|stage|false', date '2024-02-20', date '2024-03-01'),
        ('deal 101', 'closed_won|negotiation|stage|true', date '2024-03-01', null),
        ('customer 1', 'basic 1 US|- -|-|false', date '2024-01-01', date '2024-01-05'),
        ('customer 1', 'pro 3 CA|basic 1|plan, quantity|true', date '2024-01-05', null),
        ('customer 2', 'basic 1 US|- -|-|false', date '2024-01-01', date '2024-01-04'),
        ('customer 2', 'basic 1 US|- -|-|false', date '2024-01-06', date '2024-01-07'),
        ('customer 2', '- 1 US|basic 1|plan|true', date '2024-01-07', null)

)

(select * from actual except all select * from expected)
union all
(select * from expected except all select * from actual)
