-- One row per request to the shop's service desk, with the promise on its solution.
{{ config(indexes=[{'columns': ['account_id']}, {'columns': ['date_key']}]) }}

with

tickets as (

    select * from {{ ref('stg_crm_tickets') }}

),

-- The clock of the promise runs day and night, until the problem is solved or as_of_date is over.
measured as (

    select
        *,
        case priority
            {%- for priority, hours in var('crm_sla_hours').items() %}
            when '{{ priority }}' then {{ hours }}
            {%- endfor %}
        end as sla_target_hours,
        date_diff('second', created_at, coalesce(resolved_at, {{ as_of_timestamp() }})) / 3600.0 as hours_so_far

    from tickets

),

final as (

    select
        ticket_id,
        account_id,
        contact_id,
        {{ date_key('created_at') }} as date_key,
        ticket_number,
        priority,
        status,
        category,
        case
            when hours_so_far > sla_target_hours then 'Breached'
            when is_resolved then 'Met'
            when hours_so_far >= {{ var('crm_sla_at_risk_from') }} * sla_target_hours then 'At risk'
            else 'Pending'
        end as sla_status,
        case priority when 'urgent' then 4 when 'high' then 3 when 'medium' then 2 when 'low' then 1 end as priority_score,
        cast(round(date_diff('second', created_at, first_response_at) / 3600.0, 2) as decimal(10, 2)) as first_response_hours,
        hours_to_resolution as resolution_hours,
        sla_target_hours,
        is_resolved,
        not is_resolved as is_backlog,
        {{ date_parts('created_at') }},
        created_at,
        resolved_at

    from measured

)

select * from final
