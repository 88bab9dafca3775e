using System.Data.Common;
using Dapper;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Alerts;

/// <summary>
/// Every alert that was ever noticed, in the state store: its key lets a level of a promise in only once, whoever notices it, and however often. An
/// alert is noticed, told, and then marked as told; one that a crash left in between is told by the next process.
/// </summary>
/// <param name="state">The store.</param>
public sealed class AlertRecord(StateStore state)
{
    private const string Columns = """
        alert_number as "Number", ticket_id as "TicketId", metric as "Metric", instance as "Instance", level as "Level", policy as "Policy",
        due_at as "DueAt", reached_at as "ReachedAt", noticed_at as "NoticedAt"
        """;

    /// <summary>When somebody first watched over promises with this state; that is now, if nobody did.</summary>
    /// <param name="now">The present instant.</param>
    public Instant WatchedSince(Instant now)
    {
        using var connection = state.Connect();
        connection.Execute("insert into sla_watch (name, since) values ('sla', @now) on conflict (name) do nothing", new { now = now.ToText() });
        return StateTime.ToInstant(connection.QuerySingle<string>("select since from sla_watch where name = 'sla'"));
    }

    /// <summary>Records alerts, all or none. Those that are in the record already stay as they are.</summary>
    /// <param name="alerts">What was reached.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>How many are new.</returns>
    public int Notice(IEnumerable<SlaAlert> alerts, Instant now)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        var added = alerts.Sum(alert => Add(connection, transaction, alert, now));
        transaction.Commit();
        return added;
    }

    /// <summary>The alerts that nobody was told of yet, in their order.</summary>
    public IReadOnlyList<NoticedAlert> Untold() => Read($"select {Columns} from sla_alerts where told_at is null order by alert_number");

    /// <summary>The alerts behind a number, in their order.</summary>
    /// <param name="number">0 for all.</param>
    public IReadOnlyList<NoticedAlert> After(long number) => Read($"select {Columns} from sla_alerts where alert_number > @number order by alert_number", new { number });

    /// <summary>The alert of a number; null when there is none.</summary>
    /// <param name="number">The number.</param>
    public NoticedAlert? Find(long number) => Read($"select {Columns} from sla_alerts where alert_number = @number", new { number }).SingleOrDefault();

    /// <summary>Marks an alert as told.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="now">The present instant.</param>
    public void MarkTold(long number, Instant now)
    {
        using var connection = state.Connect();
        connection.Execute("update sla_alerts set told_at = @now where alert_number = @number", new { number, now = now.ToText() });
    }

    private static int Add(DbConnection connection, DbTransaction transaction, SlaAlert alert, Instant now) => connection.Execute("""
        insert into sla_alerts (alert_number, ticket_id, metric, instance, level, policy, due_at, reached_at, noticed_at)
        select coalesce(max(alert_number), 0) + 1, @TicketId, @Metric, @Instance, @Level, @Policy, @dueAt, @reachedAt, @noticedAt from sla_alerts where true
        on conflict (ticket_id, metric, instance, level) do nothing
        """, new { alert.TicketId, alert.Metric, alert.Instance, alert.Level, alert.Policy, dueAt = alert.DueAt.ToText(), reachedAt = alert.ReachedAt.ToText(), noticedAt = now.ToText() }, transaction);

    private List<NoticedAlert> Read(string sql, object? parameters = null)
    {
        using var connection = state.Connect();
        return [.. connection.Query<Row>(sql, parameters).Select(row => row.ToAlert())];
    }

    private sealed record Row(long Number, string TicketId, string Metric, long Instance, string Level, string Policy, string DueAt, string ReachedAt, string NoticedAt)
    {
        public NoticedAlert ToAlert() => new(
            Number, new(TicketId, Metric, Instance, Level, Policy, StateTime.ToInstant(DueAt), StateTime.ToInstant(ReachedAt)), StateTime.ToInstant(NoticedAt));
    }
}
