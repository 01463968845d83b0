{#-
    Nothing is lost or counted twice on the way: the sum of an expression here equals the sum of `field` in `to`, group by
    group where `group_by` lists columns that both have. `to_where` restricts the other side, as the test's own config `where`
    restricts this one, and `tolerance` is what a group may be off, 0 by default. A group that only one side has counts as 0 on the other.
-#}
{% test sum_equals(
    model, to, field, column_name=none, expression=none, group_by=[], to_where='true', tolerance=0
) %}
{%- set groups = [group_by] if group_by is string else group_by -%}
{%- set keys = groups | join(', ') %}
with

both_sides as (

    select
        {{ keys ~ ',' if keys }}
        {{ expression or column_name }} as amount_here,
        0 as amount_there

    from {{ model }}

    union all

    select
        {{ keys ~ ',' if keys }}
        0 as amount_here,
        {{ field }} as amount_there

    from {{ to }}
    where {{ to_where }}

),

compared as (

    select
        {{ keys ~ ',' if keys }}
        coalesce(sum(amount_here), 0) as amount_here,
        coalesce(sum(amount_there), 0) as amount_there

    from both_sides
    {{ 'group by ' ~ keys if keys }}

)

select * from compared
where abs(amount_here - amount_there) > {{ tolerance }}
{% endtest %}
