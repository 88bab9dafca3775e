using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>
/// How many versions the webhooks missed: those that polling brought first, and that no delivery told of within a grace. Of several versions between two
/// polls only the last one is seen, so that the count is the least that was missed.
/// </summary>
public static class UnannouncedVersions
{
    /// <summary>Who applies deliveries says so as the run of its loads; rows of all other runs were read from the CRM.</summary>
    public const string InboxRun = "inbox";

    /// <summary>The streams of which every change has a webhook; of the others some have none.</summary>
    internal static IReadOnlyList<CrmStream> Streams { get; } = [Load.Streams.Tickets, Load.Streams.TemplateUsages];

    /// <summary>Takes down what polling brought since the last time. Before deletions are applied: they write rows whose version is not new.</summary>
    /// <param name="connection">The warehouse, with a transaction open.</param>
    /// <param name="streams">Those that webhooks are expected of.</param>
    /// <param name="since">Since when they are expected.</param>
    /// <returns>How many versions webhooks brought meanwhile.</returns>
    public static long Collect(DuckDBConnection connection, IEnumerable<CrmStream> streams, Instant since)
    {
        var announced = 0L;
        foreach (var name in streams.Select(stream => stream.Name))
        {
            var sinces = new { since, InboxRun };
            announced += connection.ExecuteScalar<long>($"""
                select count(*) from raw.{name} join ops.loads using (load_id)
                where load_id > (select load_id from ops.announced_loads) and run_id = $InboxRun and version_at >= $since
                """, sinces);
            connection.Execute($"""
                insert into ops.unannounced_versions
                select '{name}', id, version_at
                from raw.{name} as polled join ops.loads using (load_id)
                where load_id > (select load_id from ops.announced_loads) and run_id <> $InboxRun and version_at >= $since
                    and not exists (from raw.superseded as same where same.stream = '{name}' and same.id = polled.id and same.version_at = polled.version_at)
                """, sinces);
        }
        return announced;
    }

    /// <summary>Counts those that have waited long enough for a delivery, and forgets them.</summary>
    /// <param name="connection">The warehouse, with a transaction open.</param>
    /// <param name="until">Versions up to this one have.</param>
    /// <returns>How many there are.</returns>
    public static long Judge(DuckDBConnection connection, Instant until)
    {
        connection.Execute("update ops.announced_loads set load_id = (select coalesce(max(load_id), 0) from ops.loads)");
        return connection.Execute("delete from ops.unannounced_versions where version_at <= $until", new { until });
    }
}
