{{ config(materialized='table', meta={'extra': [1, 2]}, description='In the file') }} select id, 'it''s' as word from {{ ref('a') }}
