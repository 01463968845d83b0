-- One row per deal and stage that it entered: how long it stood there, in which direction it
-- had moved, and what it was thought to be worth then. Deleted deals are left out.
{{ config(tags=['pattern:scd2', 'pattern:window', 'pattern:asof']) }}

with

deals as (

    select * from {{ ref('stg_hubspot__deals') }}
    where not is_deleted

),

pipeline_stages as (

    select * from {{ ref('stg_hubspot__pipeline_stages') }}
    where object_type = 'deal'

),

stage_changes as (

    select
        deal_stages.deal_id,
        deal_stages.stage_id,
        deal_stages.valid_from as changed_at

    from {{ ref('stg_hubspot__deal_stages') }} as deal_stages
    inner join deals on deal_stages.deal_id = deals.deal_id
    where cast(deal_stages.valid_from as date) <= {{ as_of_date() }}

),

versions as (

    {{ scd2_from_changes('stage_changes', key='deal_id', changed_at='changed_at', columns=['stage_id'], by_day=false) }}

),

with_stages as (

    select
        versions.deal_id,
        versions.stage_id,
        pipeline_stages.pipeline_id,
        pipeline_stages.stage_label,
        pipeline_stages.display_order,
        pipeline_stages.is_closed,
        pipeline_stages.is_closed_won,
        previous_stages.display_order as previous_display_order,
        versions.is_current,
        versions.valid_from,
        versions.valid_to,
        date_diff(
            'day',
            cast(versions.valid_from as date),
            coalesce(cast(versions.valid_to as date), {{ as_of_date() }})
        ) as days_in_stage

    from versions
    inner join pipeline_stages on versions.stage_id = pipeline_stages.stage_id
    left join pipeline_stages as previous_stages on versions.previous_stage_id = previous_stages.stage_id

),

-- How long a stay in a stage usually takes: finished stays only. An open one is not over, and an end has no length.
usual_stays as (

    select
        stage_id,
        quantile_disc(days_in_stage, {{ var('deal_stalled_quantile') }}) as stalled_after_days

    from with_stages
    where not is_current and not is_closed
    group by stage_id

),

amounts as (

    select
        deal_id,
        try_cast(property_value as decimal(12, 2)) as amount,
        changed_at

    from {{ ref('stg_hubspot__deal_property_history') }}
    where property_name = 'amount'

),

with_amounts as (

    select
        with_stages.*,
        amounts.amount as amount_then

    from with_stages
    asof left join amounts
        on with_stages.deal_id = amounts.deal_id
        and with_stages.valid_from >= amounts.changed_at

),

final as (

    select
        with_amounts.deal_id,
        with_amounts.stage_id,
        with_amounts.pipeline_id,
        with_amounts.stage_label,
        case
            when with_amounts.previous_display_order is null then 'Initial'
            when with_amounts.is_closed and not with_amounts.is_closed_won then 'Lost'
            when with_amounts.display_order > with_amounts.previous_display_order then 'Forward'
            else 'Backward'
        end as direction,
        with_amounts.display_order,
        with_amounts.days_in_stage,
        usual_stays.stalled_after_days,
        coalesce(with_amounts.amount_then, deals.amount) as amount,
        with_amounts.is_current,
        with_amounts.is_closed,
        with_amounts.is_closed_won,
        coalesce(
            with_amounts.is_current
                and not with_amounts.is_closed
                and with_amounts.days_in_stage > usual_stays.stalled_after_days
        , false) as is_stalled,
        with_amounts.valid_from,
        with_amounts.valid_to

    from with_amounts
    inner join deals on with_amounts.deal_id = deals.deal_id
    left join usual_stays on with_amounts.stage_id = usual_stays.stage_id

)

select * from final
