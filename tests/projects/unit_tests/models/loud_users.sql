{{ config(materialized='ephemeral') }} select id, upper(email) as email, seen_at from {{ ref('users') }}
