-- The seeds of products and of event rules say what the source says. Of the sample there is no
-- source to compare with.
{%- if var('generate_sample_data') %}
{%- set tables = {
    'product_catalog': [
        ref('seed_product_catalog'),
        'product_id, product_name, product_family_id, tier, parent_product_id, is_active, created_at',
    ],
    'product_event_rules': [
        ref('seed_product_event_rules'), 'event_type, product_id, is_qualifying, is_activation'
    ],
} %}
{%- for table, (seed, columns) in tables.items() %}
(
    select '{{ table }}' as relation, 'only in the seed' as difference, to_seed.*
    from (
        select cast(({{ columns }}) as varchar) as content from {{ seed }}
        except
        select cast(({{ columns }}) as varchar) from {{ source('monstera', table) }}
    ) as to_seed
)
union all
(
    select '{{ table }}', 'only in the source', to_source.*
    from (
        select cast(({{ columns }}) as varchar) as content from {{ source('monstera', table) }}
        except
        select cast(({{ columns }}) as varchar) from {{ seed }}
    ) as to_source
)
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- else %}
select 1 as nothing_to_compare where false
{%- endif %}
