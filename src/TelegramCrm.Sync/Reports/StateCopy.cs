using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Reports;

/// <summary>What the state store knows of pushes and of the inbox, as temporary tables: summed up there, so that few rows come over.</summary>
internal static class StateCopy
{
    public static void Store(DuckDBConnection connection, StateStore? state, Instant fromAt, Instant untilAt)
    {
        connection.Execute("""
            create or replace temp table report_pushes (connector varchar, entity varchar, started_at timestamptz, ended_at timestamptz, status varchar,
                created_count bigint, updated_count bigint, refused_count bigint);
            create or replace temp table report_refusals (connector varchar, entity varchar, waiting bigint);
            create or replace temp table report_inbox (state varchar, deliveries bigint, oldest_at timestamptz, newest_at timestamptz);
            """);
        if (state is null)
            return;
        using var store = state.Connect();
        Append(connection, "report_pushes", store.Query("""
            select connector, entity, started_at, ended_at, status, created_count, updated_count, refused_count
            from push_runs
            where started_at >= @from and started_at < @to
            """, new { from = fromAt.ToText(), to = untilAt.ToText() }));
        Append(connection, "report_refusals", store.Query("select connector, entity, count(*) as waiting from push_dead_letters group by connector, entity"));
        Append(connection, "report_inbox", store.Query("select state, count(*) as deliveries, min(received_at) as oldest_at, max(received_at) as newest_at from inbox group by state"));
    }

    private static void Append(DuckDBConnection connection, string table, IEnumerable<dynamic> rows)
    {
        using var appender = connection.CreateAppender("temp", "main", table);
        foreach (IDictionary<string, object?> row in rows)
        {
            var appended = appender.CreateRow();
            foreach (var (name, value) in row)
            {
                _ = value switch
                {
                    string text when name.EndsWith("_at", StringComparison.Ordinal) => appended.AppendValue(StateTime.ToInstant(text).ToDateTimeUtc()),
                    string text => appended.AppendValue(text),
                    null => appended.AppendNullValue(),
                    _ => appended.AppendValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
                };
            }
            appended.EndRow();
        }
    }
}
