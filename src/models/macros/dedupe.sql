{#-
    Closes a SELECT so that it keeps one row per key: the first by `order_by`. Records are delivered at least once, so the
    same record can come twice; by default the copy that came first is kept.
-#}
{%- macro dedupe(key, order_by='_synced_at') -%}
    qualify row_number() over (partition by {{ key }} order by {{ order_by }}) = 1
{%- endmacro -%}
