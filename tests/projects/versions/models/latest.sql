select kind from {{ ref('dim') }}
