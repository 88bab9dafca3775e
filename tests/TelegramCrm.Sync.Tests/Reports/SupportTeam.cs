using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Tests.Reports;

/// <summary>A published database of a small team, made by hand with the columns that analysts are promised, and its reports.</summary>
internal sealed class SupportTeam : IDisposable
{
    public static readonly Instant AsOf = Instant.FromUtc(2026, 3, 2, 6, 30);
    public static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    public static readonly ReportPeriod Week = ReportPeriod.LastDays(7, AsOf, Berlin);

    private readonly string folder = Directory.CreateTempSubdirectory("reports").FullName;

    public SupportTeam()
    {
        Connection.Open();
        new Migrations(Migration.ReadAll(Path.Combine(AppContext.BaseDirectory, "sql", "schema"))).Apply(Connection, AsOf);
        Connection.Execute("""
            create table analytics.tickets (ticket_id varchar, number varchar, subject varchar, priority varchar, queue_id varchar,
                queue_name varchar, assigned_agent_id varchar, assigned_agent_name varchar, created_at timestamptz);
            create table analytics.ticket_metrics (ticket_id varchar, created_at timestamptz, frt_business_seconds bigint,
                active_resolution_business_seconds bigint, frt_sla_status varchar, resolution_sla_status varchar);
            create table analytics.sla_events (ticket_id varchar, metric varchar, instance integer, target_seconds bigint, due_at timestamptz,
                fulfilled_at timestamptz, status varchar, breach_seconds bigint);
            create table analytics.messages (message_id varchar, ticket_id varchar, author_type varchar, author_id varchar, kind varchar, created_at timestamptz);
            create table analytics.agents (agent_id varchar, name varchar);
            create table analytics.queues (queue_id varchar, name varchar);
            create table analytics.ticket_replies (ticket_id varchar, exchange integer, reply_business_seconds bigint);
            create table analytics.templates (template_id varchar, title varchar, locale varchar, deleted_at timestamptz);
            create table analytics.template_usages (usage_id varchar, template_id varchar, ticket_id varchar, agent_id varchar, message_id varchar,
                applied_at timestamptz, edited_before_send boolean, reopened_after_use_at timestamptz);
            create table analytics.template_summary (template_id varchar, title varchar, usages bigint, last_used_at timestamptz, unused_days bigint, updated_at timestamptz,
                is_stale boolean, usages_trend double, edit_share double, effect_business_seconds bigint, effect_tickets bigint, effect_other_tickets bigint, article_templates bigint);
            create table analytics.template_candidates (replies bigint, tickets bigint, agents bigint, first_sent_at timestamptz, last_sent_at timestamptz, example varchar);
            create table analytics.article_summary (article_id varchar, title varchar, language varchar, usages_30d bigint, usages_prev_30d bigint, usages bigint, tickets bigint,
                templates bigint, attached_to_tickets bigint, reopened_after_use bigint);
            """);
    }

    public DuckDBConnection Connection { get; } = new("DataSource=:memory:");

    public string Folder => folder;

    public SupportTeam Ticket(
        string id, string createdAt, string subject = "Where is my parcel?", string priority = "normal", string? queue = "Billing", string? agent = "Anna",
        long? frt = null, string? frtStatus = null, long? resolution = null, string? resolutionStatus = null)
    {
        Connection.Execute(
            "insert into analytics.tickets values ($id, $id, $subject, $priority, $queue, $queue, $agent, $agent, $createdAt::timestamptz)",
            new { id, subject, priority, queue, agent, createdAt });
        Connection.Execute(
            "insert into analytics.ticket_metrics values ($id, $createdAt::timestamptz, $frt, $resolution, $frtStatus, $resolutionStatus)",
            new { id, createdAt, frt, resolution, frtStatus, resolutionStatus });
        return this;
    }

    public SupportTeam Breach(string ticket, string metric, long target, long over, string? fulfilledAt = null) => Add(
        "analytics.sla_events values ($ticket, $metric, 1, $target, timestamptz '2026-02-24 12:00:00+00', $fulfilledAt::timestamptz, 'breached', $over)",
        new { ticket, metric, target, over, fulfilledAt });

    public SupportTeam Reply(string id, string at, string agent = "anna", string? template = null, bool? edited = null)
    {
        Add("analytics.messages values ($id, 'T1', 'agent', $agent, 'reply', $at::timestamptz)", new { id, agent, at });
        return template is null
            ? this
            : Add("analytics.template_usages values ($id, $template, 'T1', $agent, $id, $at::timestamptz, $edited, null)", new { id, template, agent, at, edited });
    }

    public SupportTeam Exchange(string ticket, int exchange, long seconds, string status)
    {
        Add("analytics.ticket_replies values ($ticket, $exchange, $seconds)", new { ticket, exchange, seconds });
        return Add("analytics.sla_events values ($ticket, 'next_reply', $exchange, 7200, null, null, $status, null)", new { ticket, exchange, status });
    }

    public SupportTeam Queue(string id, string name) => Add("analytics.queues values ($id, $name)", new { id, name });

    public SupportTeam Run(string id, string startedAt, string status, string? error = null) =>
        Add("ops.runs (run_id, trigger, started_at, ended_at, status, rows_extracted, rows_loaded, error) values ($id, 'schedule', $startedAt::timestamptz, $startedAt::timestamptz + interval 90 second, $status, 200, 20, $error)", new { id, startedAt, status, error });

    public SupportTeam Template(string id, string? title, string? lastUsedAt = null, long usages = 0, bool isStale = false)
    {
        Add("analytics.templates values ($id, $title, 'en', null)", new { id, title });
        return Add(
            "analytics.template_summary values ($id, $title, $usages, $lastUsedAt::timestamptz, date_diff('day', $lastUsedAt::timestamptz, timestamptz '2026-03-02 06:30:00+00'), null, $isStale, 0.5, 0.25, -600, 12, 30, 1)",
            new { id, title, usages, lastUsedAt, isStale });
    }

    public SupportTeam Candidate(string example, long replies) =>
        Add("analytics.template_candidates values ($replies, $replies, 2, null, timestamptz '2026-02-24 10:00:00+00', $example)", new { replies, example });

    public SupportTeam Article(string id, string? title, long usages) =>
        Add("analytics.article_summary values ($id, $title, 'en', $usages, 0, $usages, $usages, 1, 0, 0)", new { id, title, usages });

    public SupportTeam Agent(string id, string name) => Add("analytics.agents values ($id, $name)", new { id, name });

    /// <summary>The queue the next reports are about, by id or name; null for all.</summary>
    public string? About { get; set; }

    /// <summary>When the next reports are written.</summary>
    public Instant WrittenAt { get; set; } = AsOf;

    public IReadOnlyList<string> Write(ReportPeriod? period = null) => ReportRun.Write(
        Connection, new ReportScope(period ?? Week, About is null ? null : ReportQueue.Find(Connection, About)), new ReportSource("run-7", AsOf, WrittenAt), folder);

    public string ServiceLevels(ReportPeriod? period = null) => File.ReadAllText(Path.Combine(folder, Written("service-levels.html", period)));

    public string TemplateUsage(ReportPeriod? period = null) => File.ReadAllText(Path.Combine(folder, Written("template-usage.html", period)));

    public string SyncHealth(ReportPeriod? period = null) => File.ReadAllText(Path.Combine(folder, Written("sync-health.html", period)));

    public string Csv(string name, ReportPeriod? period = null) => File.ReadAllText(Path.Combine(folder, Written(name, period)));

    public void Dispose()
    {
        Connection.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string Written(string file, ReportPeriod? period) => Write(period).Select(Path.GetFileName).Single(name => name == file)!;

    private SupportTeam Add(string row, object values)
    {
        Connection.Execute($"insert into {row}", values);
        return this;
    }
}
