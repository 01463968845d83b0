{#-
    The first moment that an incremental run has to make again: the earliest row of `relation` that arrived in the last
    late_arrival_days before the newest arrival that the table already holds. The run then makes everything from there on, so a
    day or an hour is always made as a whole, and rows that arrive late or in another order change what they belong to.
-#}
{%- macro first_touched(relation, moment, arrived='ingested_at') -%}
    coalesce((
        select min({{ moment }}) from {{ relation }}
        where {{ arrived }} >= (
            select max(ingested_at) - interval {{ var('late_arrival_days') }} day from {{ this }}
        )
    ), cast('{{ var("start_date") }}' as timestamp))
{%- endmacro -%}
