-- Marks: one row that differs from the last one when there is something new to show
-- inputs: ops.cursors, ops.loads, ops.quarantine, ops.refreshes, ops.runs, ops.transforms, ops.wanted_tickets
select
    (select max(load_id) from ops.loads) as loads,
    (select max(transform_number) from ops.transforms) as transforms,
    (select count(*) from ops.refreshes) as refreshes,
    (select max(load_id) from ops.refreshes) as refreshed_loads,
    (select count(*) + count(ended_at) from ops.runs) as runs,
    (select max(committed_at) from ops.cursors) as cursors,
    (select count(*) - count(superseded_at) from ops.quarantine) as quarantined,
    (select count(*) from ops.wanted_tickets) as wanted;
