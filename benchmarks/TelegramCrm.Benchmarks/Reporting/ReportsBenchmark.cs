using System.Diagnostics;
using Dapper;
using NodaTime;
using TelegramCrm.Benchmarks.Publishing;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks.Reporting;

/// <summary>
/// All reports over a year of support: half of it compared with the half before, so that every ticket counts, with two usages a ticket of ten thousand
/// templates. Each round is a process of its own, as <c>tgcrm report</c> is.
/// </summary>
internal static class ReportsBenchmark
{
    public static int Run(int tickets, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("tgcrm-reports-").FullName;
        try
        {
            Part("reports-year", folder, $"{tickets}");
            for (var round = 1; round <= rounds; round++)
                Console.WriteLine($"round {round}, {tickets:N0} tickets, {2 * tickets:N0} usages, {Environment.ProcessorCount} processors: {Part("reports", folder)}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes the marts that the reports read.</summary>
    public static int WriteYear(string folder, int tickets)
    {
        using var warehouse = WarehouseFile.Open(new DataFolder(folder));
        SupportYear.Write(warehouse, tickets);
        using var connection = warehouse.Connect();
        connection.Execute("""
            update analytics.ticket_metrics set frt_sla_status = if(hash(ticket_id) % 7 = 0, 'breached', 'met'), resolution_sla_status = if(hash(ticket_id) % 5 = 0, 'breached', 'met'),
                active_resolution_business_seconds = 3600 + hash(ticket_id, 1) % 90000;
            update analytics.sla_events set status = if(hash(ticket_id) % 7 = 0, 'breached', 'met'), breach_seconds = if(hash(ticket_id) % 7 = 0, hash(ticket_id, 2) % 9000, null);
            delete from analytics.template_usages;
            insert into analytics.template_usages by name
            select 'u' || ticket_id || '-' || place as usage_id, 'tpl' || least(hash(ticket_id, place) % 10000, hash(ticket_id, place, 1) % 10000) as template_id, 1 as template_version, ticket_id,
                assigned_agent_id as agent_id, created_at + to_minutes(place * 90) as applied_at, false as is_inferred, hash(ticket_id, place) % 3 = 0 as edited_before_send
            from analytics.tickets, range(2) as uses(place);
            insert into analytics.queues by name select distinct queue_id, queue_name as name from analytics.tickets;
            insert into analytics.agents by name select distinct assigned_agent_id as agent_id, assigned_agent_name as name from analytics.tickets;
            insert into analytics.templates by name select 'tpl' || i as template_id, 'Template ' || i as title, ['en', 'de', 'ru'][1 + i % 3] as locale from range(10000) as numbers(i);
            insert into analytics.template_summary by name select template_id, title, 200 as usages, false as is_stale, timestamptz '2026-02-01 00:00:00+00' as last_used_at from analytics.templates;
            checkpoint
            """);
        return 0;
    }

    /// <summary>Writes the reports once, and says how long it took and how much memory the process had at its peak.</summary>
    public static int Write(string folder)
    {
        using var warehouse = WarehouseFile.Open(new DataFolder(folder));
        using var connection = warehouse.Connect();
        var clock = Stopwatch.StartNew();
        var files = ReportRun.Write(
            connection, new ReportScope(ReportPeriod.LastDays(182, SupportYear.End, DateTimeZoneProviders.Tzdb["Europe/Berlin"])),
            new ReportSource("benchmark", SupportYear.End, SupportYear.End), Path.Combine(folder, "reports"));
        var seconds = clock.Elapsed.TotalSeconds;
        using var own = Process.GetCurrentProcess();
        Console.Write($"{files.Count} files in {seconds:0.0} s, {own.TotalProcessorTime.TotalSeconds:0.0} s of processor, peak {own.PeakWorkingSet64 >> 20} MB");
        return 0;
    }

    private static string Part(params string[] part)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["part", .. part]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{part[0]} ended with {process.ExitCode}");
    }
}
