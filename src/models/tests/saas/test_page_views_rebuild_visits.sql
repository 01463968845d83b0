-- The pages of a person, cut where the pause is longer than session_gap_minutes, give back the
-- visits: no visit falls apart, and each has as many pages as it says.
with

pages as (

    select
        *,
        case
            when viewed_at - lag(viewed_at + to_seconds(time_on_page_seconds)) over (
                partition by user_id order by viewed_at, page_view_id
            ) <= to_minutes({{ var('session_gap_minutes') }}) then 0
            else 1
        end as begins_visit

    from {{ ref('stg_app_database__page_views') }}

),

rebuilt as (

    select
        *,
        sum(begins_visit) over (
            partition by user_id order by viewed_at, page_view_id
            rows between unbounded preceding and current row
        ) as rebuilt_visit

    from pages

),

visits as (

    select
        session_id,
        count(distinct rebuilt_visit) as parts,
        count(*) as pages

    from rebuilt
    group by session_id

)

select
    visits.session_id,
    visits.parts,
    visits.pages,
    sessions.page_views

from visits
inner join {{ ref('stg_app_database__user_sessions') }} as sessions
    on visits.session_id = sessions.session_id
where visits.parts > 1
    or visits.pages <> sessions.page_views
