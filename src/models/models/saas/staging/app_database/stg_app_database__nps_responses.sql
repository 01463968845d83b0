-- One row per survey that was sent, answered or not.
{{ config(tags=['pattern:dedup']) }}

with

nps_responses as (

    select * from {{ source('app_database', 'nps_responses') }}
    {{ dedupe('id', '_synced_at desc') }}

),

final as (

    select
        id as nps_response_id,
        customer_id,
        user_id,
        lower(trim(comment_topic)) as comment_topic,
        case when score between 0 and 10 then cast(score as integer) end as score,
        {{ dq_flags([
            "responded_at < sent_at",
            "score not between 0 and 10",
            "(score is null) <> (responded_at is null)",
            is_orphan_of_account('customer_id'),
        ]) }} as dq_flags,
        sent_at,
        case when responded_at >= sent_at then responded_at end as responded_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from nps_responses
    where not {{ is_test_account('customer_id') }}

)

select * from final
