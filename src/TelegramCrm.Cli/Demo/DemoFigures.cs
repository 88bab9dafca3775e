using Spectre.Console;
using TelegramCrm.Cli.Commands;
using TelegramCrm.Sync.Publish;

namespace TelegramCrm.Cli.Demo;

/// <summary>A few figures from the published snapshot, asked as any analyst would.</summary>
internal static class DemoFigures
{
    private const string ByQueue = """
        select coalesce(tickets.queue_name, '(none)') as queue, count(*) as tickets,
            printf('%.1f', 100.0 * count(*) filter (frt_sla_status = 'met') / nullif(count(*) filter (frt_sla_status in ('met', 'breached')), 0)) as "first replies in time, %",
            quantile_disc(frt_business_seconds, 0.5) // 60 as "median first reply, working min",
            printf('%.1f', 100.0 * count(*) filter (resolution_sla_status = 'met') / nullif(count(*) filter (resolution_sla_status in ('met', 'breached')), 0)) as "resolved in time, %"
        from analytics.ticket_metrics
        join analytics.tickets using (ticket_id)
        group by all
        order by tickets desc, queue
        """;

    private const string Templates = """
        select title as template, usages, tickets, printf('%.1f', 100 * share_of_agent_replies) as "share of agents' replies, %", reopened_after_use as "reopened within 7 days"
        from analytics.template_summary
        order by usages desc, template
        limit 5
        """;

    /// <summary>Prints them.</summary>
    public static void Show(string published, Output output, CancellationToken cancellationToken)
    {
        using var snapshot = PublishedSnapshot.Open(published);
        Show("service levels by queue", snapshot, ByQueue, output, cancellationToken);
        Show("the most used templates", snapshot, Templates, output, cancellationToken);
    }

    private static void Show(string title, PublishedSnapshot snapshot, string sql, Output output, CancellationToken cancellationToken)
    {
        using var rows = snapshot.Query(sql, cancellationToken);
        output.Console.Write(RowTable.Of(rows).Title(title));
    }
}
