using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Alerts;

/// <summary>What the marts in the warehouse know of promises: which have come near or were broken, and when the next one will.</summary>
/// <param name="connection">The working warehouse. Nothing is written to it.</param>
/// <param name="sqlFolder">The folder of the program's SQL.</param>
internal sealed class WatchedPromises(DuckDBConnection connection, string sqlFolder)
{
    /// <summary>Which transform made the marts, and how often some tickets were computed since; null when there are none, or none of this version.</summary>
    public (long Transform, long Refreshes)? Made() => connection.QueryFirstOrDefault<(long, long)?>("""
        select max(transform_number), (select count(*) from ops.refreshes) from ops.transforms
        where exists (
            from duckdb_columns()
            where database_name = current_database() and schema_name = 'analytics' and table_name = 'sla_events' and column_name = 'breach_at')
        having max(transform_number) is not null
        """);

    /// <summary>The levels that were reached within a span and that are not in the warehouse's copy of the record, in the order of time.</summary>
    /// <param name="since">The start of the span.</param>
    /// <param name="until">Its end, which belongs to it.</param>
    public IReadOnlyList<SlaAlert> Reached(Instant since, Instant until)
    {
        Watch(since, until);
        return [.. connection.Query<Row>(Read("reached")).Select(row => row.ToAlert())];
    }

    /// <summary>When the next level is reached after an instant, if nothing happens until then; null when none is.</summary>
    /// <param name="until">The instant.</param>
    public Instant? Next(Instant until)
    {
        Watch(until, until);
        return connection.QuerySingleOrDefault<Instant?>(Read("next"));
    }

    private void Watch(Instant since, Instant until) => connection.Execute($"""
        set variable watched_since = timestamptz '{InstantPattern.ExtendedIso.Format(since)}';
        set variable watched_until = timestamptz '{InstantPattern.ExtendedIso.Format(until)}'
        """);

    private string Read(string query) => File.ReadAllText(Path.Combine(sqlFolder, "alerts", $"{query}.sql"));

    private sealed record Row(string Ticket_id, string Metric, long Instance, string Level, string Policy, Instant Due_at, Instant Reached_at)
    {
        public SlaAlert ToAlert() => new(Ticket_id, Metric, Instance, Level, Policy, Due_at, Reached_at);
    }
}
