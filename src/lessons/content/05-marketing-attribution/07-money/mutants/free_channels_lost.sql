-- title: channels that cost nothing are gone
-- hint: Organic visits win customers without spend. Which total lacks them?
-- relation: marketing_channel_performance
select * from {{ ref('marketing_channel_performance') }}
where spend_usd > 0
