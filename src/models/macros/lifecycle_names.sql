{#- Names in the lifecycle project: of metrics, of events and of products. -#}

{#- A metric's name: [Entity] [Action/State] [Period] [by Segment], such as "Users Active Monthly by Country". -#}
{%- macro metric_title(entity, action, period, segment=none) -%}
    {{- entity }} {{ action }} {{ period }}{{ ' by ' ~ segment if segment else '' -}}
{%- endmacro -%}

{#- True for the name of a metric: words with a capital, the third-last of them a period, unless a segment follows. -#}
{%- macro is_metric_title(column) -%}
    regexp_full_match({{ column }}, '[A-Z][a-z]+( [A-Z][a-z]+)+ (Daily|Weekly|Monthly)( by [A-Z][a-z]+( and [A-Z][a-z]+)*)?')
{%- endmacro -%}

{#- True for the name of an event: [product]_[action]_[object] in snake_case, at least two words, one of them what was done. -#}
{%- macro is_event_name(column) -%}
    (
        regexp_full_match({{ column }}, '[a-z][a-z0-9]*(_[a-z0-9]+)+')
        and regexp_matches({{ column }}, '(ed|run)(_|$)')
    )
{%- endmacro -%}

{#- True for the id of a product: snake_case. -#}
{%- macro is_product_id(column) -%}
    regexp_full_match({{ column }}, '[a-z][a-z0-9]*(_[a-z0-9]+)*')
{%- endmacro -%}

{#- For a singular test: the events of a relation that break the schema, each with the first rule that it breaks. -#}
{%- macro validate_event_schema(relation) -%}
    select * from (
        select
            event_id,
            case
                when event_id is null or entity_id is null or event_timestamp is null then 'a required value is missing'
                when entity_type not in ('user', 'account') then 'the kind of entity is unknown'
                when not {{ is_event_name('event_type') }} then 'the name is not [product]_[action]_[object]'
                when product_id is not null and not {{ is_product_id('product_id') }} then 'the product is not snake_case'
                when event_timestamp < timestamp '{{ var("lifecycle_first_event_date") }}'
                    or event_timestamp >= {{ as_of_timestamp() }} then 'the time is not plausible'
                when created_at < event_timestamp - interval 1 day then 'it was sent before it happened'
                when is_activation_event and not is_qualifying_event then 'it activates, but does not qualify'
            end as broken_rule

        from {{ relation }}
    )
    where broken_rule is not null
{%- endmacro -%}
