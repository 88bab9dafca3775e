-- Headline: use of templates in the period and, beside each figure, in the one before
-- inputs: report_usages, report_replies
with usages as (
    select
        count(*) filter (is_current) as usages,
        count(*) filter (not is_current) as previous_usages,
        count(distinct template_id) filter (is_current) as templates,
        count(distinct template_id) filter (not is_current) as previous_templates,
        count(distinct ticket_id) filter (is_current) as tickets,
        count(distinct ticket_id) filter (not is_current) as previous_tickets,
        count(distinct agent_id) filter (is_current) as agents,
        count(distinct agent_id) filter (not is_current) as previous_agents,
        avg(edited_before_send::integer) filter (is_current) as edited_before_send_share,
        avg(edited_before_send::integer) filter (not is_current) as previous_edited_before_send_share,
        count(distinct ticket_id) filter (is_current and reopened_after_use_at is not null) as reopened_after_use,
        count(distinct ticket_id) filter (not is_current and reopened_after_use_at is not null) as previous_reopened_after_use
    from report_usages
),
written as (
    select coalesce(sum(replies) filter (is_current), 0) as replies, coalesce(sum(replies) filter (not is_current), 0) as previous_replies
    from report_replies
)
select
    usages.*,
    written.replies,
    written.previous_replies,
    usages / nullif(replies, 0) as share_of_agent_replies,
    previous_usages / nullif(previous_replies, 0) as previous_share_of_agent_replies
from usages
cross join written;
