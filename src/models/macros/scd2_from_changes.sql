{#-
    The body of a CTE that turns a change log into versions: each key has one row per stretch of time in which nothing
    changed, in force from valid_from up to, not including, valid_to, which is NULL for the version in force.

    changes     name of a CTE or relation with one row per change: the key, when, and what all `columns` are after it
    key         the column that says whose change it is
    changed_at  the column that says when it took effect: a time, or a date
    columns     the attributes whose change makes a version
    order_by    a column, or a list of columns, by which several changes of one time are ordered; needed where there are such
    by_day      true: versions are whole days, and the last change of a day wins. false: to the moment
    deleted     a condition that is true for changes by which the key ceases to be: they end a version and begin none
    keep        further columns to pass through; they make no version

    Out: the key, `keep`, `columns`, previous_… for each of `columns`, changed_columns, is_first_version, is_current, valid_from,
    valid_to. The order matters: the last change of a moment, then what really changed, and only then the ends. Ends that
    are computed before changes are dropped leave gaps.
-#}
{%- macro scd2_from_changes(
    changes, key, changed_at, columns, order_by=[], by_day=true, deleted='false', keep=[]
) -%}
    {%- set tie_breakers = [order_by] if order_by is string else order_by -%}
    {%- set moment = 'cast(' ~ changed_at ~ ' as date)' if by_day else changed_at -%}
    select
        {{ key }},
        {%- for column in keep + columns %}
        {{ column }},
        {%- endfor %}
        {%- for column in columns %}
        case when not is_first_version then previous_{{ column }} end as previous_{{ column }},
        {%- endfor %}
        case when not is_first_version then concat_ws(', ',
            {%- for column in columns %}
            case when {{ column }} is distinct from previous_{{ column }} then '{{ column }}' end{{ ',' if not loop.last }}
            {%- endfor %}
        ) end as changed_columns,
        is_first_version,
        valid_to is null as is_current,
        valid_from,
        valid_to

    from (
        -- What differs from the moment before is a version, and lasts until the next one.
        select
            *,
            lead(valid_from) over (partition by {{ key }} order by valid_from) as valid_to

        from (
            select
                *,
                {%- for column in columns %}
                lag({{ column }}) over by_key as previous_{{ column }},
                {%- endfor %}
                coalesce(lag(is_deletion) over by_key, true) as is_first_version

            from (
                -- The last change of a moment says how things were after it.
                select
                    {{ key }},
                    {%- for column in keep + columns %}
                    {{ column }},
                    {%- endfor %}
                    coalesce({{ deleted }}, false) as is_deletion,
                    {{ moment }} as valid_from

                from {{ changes }}
                qualify row_number() over (
                    partition by {{ key }}, {{ moment }}
                    order by {{ changed_at }} desc
                        {%- for column in tie_breakers %}, {{ column }} desc{% endfor %}
                ) = 1
            ) as moments
            window by_key as (partition by {{ key }} order by valid_from)
        ) as compared
        where is_first_version <> is_deletion
            or (
                not is_deletion
                and (
                    {%- for column in columns %}
                    {{ 'or ' if not loop.first }}{{ column }} is distinct from previous_{{ column }}
                    {%- endfor %}
                )
            )
    ) as versions
    where not is_deletion
{%- endmacro -%}
