-- Requests to the CRM that were given up: after the last try, or at once where trying again would not help. Written by
-- themselves, so that they stay when what they were part of is rolled back. No query, header or body is kept.
create table ops.failed_requests (
    run_id varchar not null, subject varchar not null, -- the stream, or threads
    method varchar not null, path varchar not null,    -- below the API's root
    status integer,              -- the last answer's; null when there was none
    fault varchar not null,      -- refused, server_error, timeout, unreachable, broken_answer, oversized_answer, circuit_open
    request_id varchar,          -- the CRM's own, for its support
    tries integer not null,      -- how often it was sent; 0 when the CRM was known to be away
    first_tried_at timestamptz, last_tried_at timestamptz, elapsed_seconds double not null, message varchar not null
);
