-- push.tryton.parties: the customers that wrote, under the CRM's id of each
-- grain: customer · external key: customer_id · inputs: analytics.tickets
select customer_id, coalesce(arg_max(customer_name, (updated_at, ticket_id)), customer_id) as name
from analytics.tickets
where customer_id is not null
group by customer_id;
