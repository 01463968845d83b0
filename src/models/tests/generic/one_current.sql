{#-
    In a history: each key has exactly one open version, it is the one that is_current says, and it is the last. Where keys
    can be deleted, `allow_ended: true` lets a key have none.
-#}
{% test one_current(model, key, valid_from='valid_from', valid_to='valid_to', is_current='is_current', allow_ended=false) %}
select
    {{ key }},
    count(*) filter (where {{ valid_to }} is null) as open_versions,
    count(*) filter (where {{ is_current }} is distinct from ({{ valid_to }} is null)) as wrong_flags,
    max({{ valid_from }}) as last_version_from,
    max({{ valid_from }}) filter (where {{ valid_to }} is null) as open_version_from

from {{ model }}
group by {{ key }}
having open_versions {{ '> 1' if allow_ended else '<> 1' }}
    or wrong_flags > 0
    or open_version_from < last_version_from
{% endtest %}
