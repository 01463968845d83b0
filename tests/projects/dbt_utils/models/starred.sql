select {{ dbt_utils.star(from=ref('orders'), except=['AMOUNT', 'status'], relation_alias='o', prefix='p_', suffix='_s') }},
    {{ dbt_utils.star(ref('refunds'), quote_identifiers=false) | replace('id', 'r.id') | replace('amount', 'r.amount') | replace('\n', ' ') }}
from {{ ref('orders') }} as o cross join {{ ref('refunds') }} as r
