-- Rows mean: a ticket's message_count is not the number of its messages, so averages a ticket and totals of messages disagree.
-- checked: ticket by ticket
select tickets.ticket_id, any_value(tickets.message_count) as message_count, count(messages.message_id) as messages
from analytics.tickets as tickets
left join analytics.messages as messages using (ticket_id)
group by tickets.ticket_id
having any_value(tickets.message_count) <> count(messages.message_id);
