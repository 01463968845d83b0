select 1 as id, 'a@x.org' as email, timestamp '2024-01-01 00:00:00' as seen_at
