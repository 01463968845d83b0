{{ config(materialized='table') }}

select *
from {{ ref('eph') }} -- {# gone #}

