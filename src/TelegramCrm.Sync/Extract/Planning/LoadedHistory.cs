using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract.Planning;

/// <summary>What the warehouse remembers of a stream: how many records it holds, how many come, and how long they took.</summary>
internal sealed class LoadedHistory(DuckDBConnection connection, CrmStream stream)
{
    private static readonly Duration Recently = Duration.FromDays(7);

    /// <summary>How many records were last seen with a version of a span.</summary>
    public long Count(VersionSpan span) => connection.ExecuteScalar<long>($"""
        select count(*) from raw.{stream.Name}
        where version_at >= coalesce($from, '-infinity'::timestamptz) and version_at < coalesce($until, 'infinity'::timestamptz)
        """, new { from = span.FromOrNull, until = span.UntilOrNull });

    /// <summary>How many records will have come between a mark and a later instant, if they come as in the week before the mark.</summary>
    public long Expected(Instant mark, Instant until) => until <= mark ? 0
        : (long)Math.Round(Count(new VersionSpan(mark - Recently, mark)) / Recently.TotalSeconds * (until - mark).TotalSeconds);

    /// <summary>How long a record took in the largest of the last runs, embedded ones loaded with it; null when none was read yet.</summary>
    public Duration? TimeOfARecord()
    {
        var seconds = connection.QuerySingle<double?>("""
            select arg_max(date_diff('millisecond', started_at, ended_at) / 1000 / rows_extracted, rows_extracted)
            from (
                select * from ops.run_steps
                where step = 'extract' and subject = $Name and status = 'done' and rows_extracted > 0
                order by started_at desc
                limit 20
            )
            """, new { stream.Name });
        return seconds is { } one ? Duration.FromSeconds(one * RowsOfARecord()) : null;
    }

    private double RowsOfARecord() => stream != Streams.Tickets ? 1 : connection.ExecuteScalar<double>("""
        select 1 + coalesce((select count(*) from raw.messages) / nullif((select count(*) from raw.tickets), 0), 0)
        """);
}
