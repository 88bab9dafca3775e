-- Open tickets: how many stand how, each as the worst of its promises
-- inputs: open_tickets
select
    standings.standing,
    count(tickets.ticket_id) as tickets,
    count(*) filter (tickets.ticket_id is not null and tickets.assigned_agent_id is null) as unassigned
from (select unnest(['breached', 'warning', 'running', 'paused', 'none']) as standing, generate_subscripts([1, 2, 3, 4, 5], 1) as place) as standings
left join open_tickets as tickets using (standing)
group by standings.standing, standings.place
order by standings.place;
