-- analytics.ticket_status_spans: an unbroken stay of a ticket in one status, where the last one has no end yet
-- grain: ticket × stay · key: ticket_id, stay · rebuilt: by ticket · inputs: intermediate.ticket_slices, intermediate.ticket_statuses
-- · means: docs/metrics.md#status-spans
create or replace table analytics.ticket_status_spans as
with seconds as (
    select ticket_id, stay, sum(calendar_seconds)::bigint as calendar_seconds, sum(business_seconds)::bigint as business_seconds,
        any_value(calendar_id) as calendar_id
    from intermediate.ticket_slices
    where is_standing
    group by ticket_id, stay
)
select
    ticket_id,
    statuses.stay,
    statuses.status,
    statuses.started_at,
    statuses.ended_at,
    -- a stay within one second has no slice of its own; what is resolved or closed to this day waits for nobody
    case when statuses.ended_at is not null or not statuses.is_done then coalesce(seconds.calendar_seconds, 0) end as calendar_seconds,
    case when statuses.ended_at is not null or not statuses.is_done then
        case when seconds.stay is null then 0 when seconds.calendar_id is not null then coalesce(seconds.business_seconds, 0) end
    end as business_seconds
from intermediate.ticket_statuses as statuses
left join seconds using (ticket_id, stay);
