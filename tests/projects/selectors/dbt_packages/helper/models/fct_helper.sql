select * from {{ ref('helper_labels') }}
