-- code: M-NETTING
-- headline: Still not caught: {n}. The first: {first}.
-- feedback: All movements together lead to the last closing, and what one month lacks may hide behind another. What is the grain of
--   the sentence that you test?
select
    sum(mrr) as moved,
    arg_max(closing_mrr, month) as closing_mrr

from {{ ref('finance_mrr_movements') }}
having abs(sum(mrr) - arg_max(closing_mrr, month)) > 0.005
