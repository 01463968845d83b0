-- On the day of a role change the version in force has the new role, and the day before the old
-- one: the log and the history tell the same story.
with

changes as (

    select
        user_id,
        cast(changed_at as date) as changed_on,
        arg_min(old_role, role_change_id) as old_role,
        arg_max(new_role, role_change_id) as new_role

    from {{ ref('stg_app_database__user_role_changes') }}
    group by user_id, cast(changed_at as date)

)

select
    changes.*,
    before.role as role_before,
    after.role as role_after

from changes
inner join {{ ref('entity_users_history') }} as history
    on changes.user_id = history.user_id
    and history.change_type = 'created'
    and changes.changed_on > history.valid_from
left join {{ ref('entity_users_history') }} as before
    on changes.user_id = before.user_id
    and before.valid_from <= changes.changed_on - 1
    and (changes.changed_on - 1 < before.valid_to or before.valid_to is null)
left join {{ ref('entity_users_history') }} as after
    on changes.user_id = after.user_id
    and after.valid_from <= changes.changed_on
    and (changes.changed_on < after.valid_to or after.valid_to is null)
where before.role is distinct from changes.old_role
    or after.role is distinct from changes.new_role
