-- One row per month of the brand survey.
{{ config(tags=['pattern:dedup']) }}

with

survey as (

    select * from {{ source('reference', 'brand_survey_monthly') }}
    {{ dedupe('month', '_synced_at desc') }}

),

final as (

    select
        respondents,
        case when aided_awareness between 0 and 1 then aided_awareness end as aided_awareness,
        case when unaided_awareness between 0 and 1 then unaided_awareness end as unaided_awareness,
        case when consideration between 0 and 1 then consideration end as consideration,
        {{ dq_flags([
            "not (aided_awareness between 0 and 1 and unaided_awareness between 0 and 1 and consideration between 0 and 1)",
            "unaided_awareness > aided_awareness",
            "respondents <= 0",
        ]) }} as dq_flags,
        cast(date_trunc('month', month) as date) as month,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from survey

)

select * from final
