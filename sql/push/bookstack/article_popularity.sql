-- push.bookstack.article_popularity: one page with the articles that reach customers, through templates or attached to tickets, the most used first
-- grain: one page · external key: page · inputs: analytics.article_summary
-- The names in the braces are the headings of the table. A cell {'text': …, 'url': …} becomes a link.
select
    'Article popularity' as page,
    'Articles that templates carry or tickets have attached: ' || count(*) || '.' as summary,
    list({
        'Article': coalesce(title, article_id),
        'Uses': usages,
        'Uses in the last 30 days': usages_30d,
        'Tickets': tickets,
        'Templates': templates,
        'Attached to tickets': attached_to_tickets,
        'Tickets reopened within 7 days': reopened_after_use
    } order by usages desc, attached_to_tickets desc, article_id)[1:500] as rows
from analytics.article_summary
having count(*) > 0;
