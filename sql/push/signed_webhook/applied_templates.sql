-- push.signed_webhook.applied_templates: each use of a template, with what the template said then; meant for a knowledge base
-- grain: usage · external key: usage_id · inputs: analytics.template_applications
-- The first push sends every use there is. To begin at a date, add: where applied_at >= timestamptz '2026-03-01 00:00:00+00'
select usage_id, applied_at, ticket_id, agent_id, message_id, template_id, template_version, title, body, locale, article_id
from analytics.template_applications;
