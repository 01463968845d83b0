-- seed_excluded_accounts has one row per system and external_id.
{{ rows_that_repeat(ref('seed_excluded_accounts'), ['system', 'external_id']) }}
