-- The weights of the parts of each score sum to 1, so that a score stays between 0 and 1.
select 'crm_churn_weights' as weights
where abs({{ var('crm_churn_weights').values() | sum }} - 1) > 0.000001

union all

select 'crm_upsell_weights' as weights
where abs({{ var('crm_upsell_weights').values() | sum }} - 1) > 0.000001
