using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Alerts;

/// <summary>Keeps a copy of the record in the warehouse, where <c>analytics.sla_alerts</c> is made of it.</summary>
public static class AlertCopy
{
    /// <summary>Brings <c>ops.sla_alerts</c> up to the record: as a rule by what is new, and from the beginning when the state was replaced.</summary>
    /// <param name="connection">The working warehouse, in no transaction, while nobody else writes.</param>
    /// <param name="alerts">The record.</param>
    public static void Write(DuckDBConnection connection, AlertRecord alerts)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(alerts);
        var last = connection.QuerySingleOrDefault<(long Number, string Ticket, string Metric, long Instance, string Level)>(
            "select alert_number, ticket_id, metric, instance, level from ops.sla_alerts order by alert_number desc limit 1");
        var isOfThisRecord = last.Number == 0
            || alerts.Find(last.Number) is { Alert: var same } && (same.TicketId, same.Metric, same.Instance, same.Level) == (last.Ticket, last.Metric, last.Instance, last.Level);
        var missing = alerts.After(isOfThisRecord ? last.Number : 0);
        if (isOfThisRecord && missing.Count == 0)
            return;
        using var transaction = connection.BeginTransaction();
        if (!isOfThisRecord)
            connection.Execute("delete from ops.sla_alerts");
        Append(connection, missing);
        transaction.Commit();
    }

    private static void Append(DuckDBConnection connection, IEnumerable<NoticedAlert> noticed)
    {
        using var appender = connection.CreateAppender("ops", "sla_alerts");
        foreach (var (number, alert, noticedAt) in noticed)
        {
            appender.CreateRow().AppendValue(number).AppendValue(alert.TicketId).AppendValue(alert.Metric).AppendValue(alert.Instance).AppendValue(alert.Level)
                .AppendValue(alert.Policy).AppendValue(alert.DueAt.ToDateTimeOffset()).AppendValue(alert.ReachedAt.ToDateTimeOffset()).AppendValue(noticedAt.ToDateTimeOffset()).EndRow();
        }
    }
}
