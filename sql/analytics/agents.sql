-- analytics.agents: an agent as the CRM describes it now; the deleted stay, marked, so that old tickets keep a name
-- grain: agent · key: agent_id · inputs: staging.agents · means: docs/warehouse.md#agents-queues-templates
create or replace table analytics.agents as
select agent_id, name, username, email, role, availability, skills, queue_ids, max_open_tickets, updated_at, deleted_at
from staging.agents;
