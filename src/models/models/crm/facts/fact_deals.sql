-- One row per deal of the shop, as it stands now, with what its history adds up to.
{{ config(tags=['pattern:window'], indexes=[{'columns': ['account_id']}, {'columns': ['stage']}]) }}

with

deals as (

    select * from {{ ref('stg_crm_deals') }}

),

-- Changes after the opening; a row of the log that changes nothing is none.
stage_changes as (

    select
        deal_id,
        changed_at

    from {{ ref('stg_crm_deal_stage_history') }}
    window deal_log as (partition by deal_id order by changed_at, stage_event_id)
    qualify stage is distinct from lag(stage) over deal_log
        and row_number() over deal_log > 1

),

changes_per_deal as (

    select
        deal_id,
        count(*) as stage_change_count,
        min(changed_at) as first_stage_change_at,
        max(changed_at) as latest_stage_change_at

    from stage_changes
    group by deal_id

),

final as (

    select
        deals.deal_id,
        deals.account_id,
        deals.contact_id,
        deals.deal_name,
        deals.stage,
        deals.deal_owner,
        deals.lead_source,
        deals.amount,
        deals.probability,
        cast(round(deals.amount * deals.probability / 100, 2) as decimal(14, 2)) as weighted_amount,
        date_diff(
            'day',
            cast(deals.created_at as date),
            coalesce(deals.actual_close_date, {{ as_of_date() }})
        ) as days_in_pipeline,
        coalesce(changes_per_deal.stage_change_count, 0) as stage_change_count,
        deals.is_closed,
        deals.is_won,
        deals.is_overdue,
        deals.expected_close_date,
        deals.actual_close_date,
        changes_per_deal.first_stage_change_at,
        changes_per_deal.latest_stage_change_at,
        deals.created_at

    from deals
    left join changes_per_deal on deals.deal_id = changes_per_deal.deal_id

)

select * from final
