-- analytics.templates: a template as the CRM describes it now; the deleted stay, marked
-- grain: template · key: template_id · inputs: staging.templates · means: docs/warehouse.md#agents-queues-templates
create or replace table analytics.templates as
select template_id, title, body, locale, article_id, external_id, tags, version, updated_at, deleted_at
from staging.templates;
