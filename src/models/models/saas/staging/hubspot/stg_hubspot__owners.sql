-- One row per person who sells or leads those who do, leavers included.
with

owners as (

    select * from {{ source('hubspot', 'owner') }}
    {{ dedupe('owner_id') }}

),

-- The main team of an owner; without one that is marked, the one with the lowest number.
main_teams as (

    select owner_id, team_id
    from {{ source('hubspot', 'owner_team') }}
    qualify row_number() over (partition by owner_id order by is_primary desc, team_id, _synced_at) = 1

),

teams as (

    select * from {{ source('hubspot', 'team') }}
    {{ dedupe('id') }}

),

final as (

    select
        owners.owner_id,
        owners.manager_owner_id,
        nullif(lower(trim(owners.email)), '') as email,
        trim(concat_ws(' ', trim(owners.first_name), trim(owners.last_name))) as full_name,
        trim(teams.name) as team_name,
        {{ dq_flags([
            "teams.id is null",
            "owners.manager_owner_id = owners.owner_id",
        ]) }} as dq_flags,
        coalesce(owners.is_active, false) as is_active,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from owners
    left join main_teams on owners.owner_id = main_teams.owner_id
    left join teams on main_teams.team_id = teams.id

)

select * from final
