-- seed_status_mapping has one row per system and raw_status.
{{ rows_that_repeat(ref('seed_status_mapping'), ['system', 'raw_status']) }}
