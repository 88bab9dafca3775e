-- automation.crm_templates.templates: an approved response, as the CRM is to have it
-- grain: response · external key: external_id · inputs: approved_responses
select external_id, title, body, locale, article_id, tags
from approved_responses;
