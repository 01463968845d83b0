-- title: channels that won nobody are gone
-- hint: A month with spend and no conversion costs something, too. Would your tests miss it?
-- relation: marketing_channel_performance
select * from {{ ref('marketing_channel_performance') }}
where attributed_conversions > 0
