select 9 as id, 'it''s' as reason, 1.5 as amount
