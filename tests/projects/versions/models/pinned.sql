select kind from {{ ref('dim', v=1) }} union all select kind from {{ ref('dim', version=3) }}
