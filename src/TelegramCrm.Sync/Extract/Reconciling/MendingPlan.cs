using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract.Reconciling;

/// <summary>What is read again to mend a stream: the cheapest by the number of requests.</summary>
/// <param name="Spans">Spans of versions that are read whole; open at both ends for a list that knows no bounds.</param>
/// <param name="Ids">Tickets that are asked for one by one.</param>
internal sealed record MendingPlan(IReadOnlyList<Interval> Spans, IReadOnlyList<string> Ids)
{
    /// <summary>Plans by what was compared last.</summary>
    /// <param name="connection">The connection of the comparison.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="pageSize">Records a page.</param>
    public static MendingPlan Make(DuckDBConnection connection, CrmStream stream, int pageSize)
    {
        var hasRecords = stream == Streams.Tickets; // only they can be asked for by id
        connection.Execute("""
            create or replace temp table mending as
            select crm_version_at::date as crm_day, count(*) filter (kind in ('missing', 'stale')) as wanted,
                not $hasRecords or wanted > 1 + ceil(count(*) / $pageSize) as is_read_whole -- a page more shows that nothing lies behind the last
            from compared
            where crm_version_at is not null
            group by crm_day
            having wanted > 0
            """, new { hasRecords, pageSize });
        var days = connection.Query<DateOnly>("select crm_day from mending where is_read_whole order by crm_day").Select(LocalDate.FromDateOnly).ToList();
        var spans = days.Count > 0 && stream.UntilParameter is null ? [new Interval(null, null)] : Joined(days);
        return new MendingPlan(spans, Left(connection, "not is_read_whole", limit: null));
    }

    /// <summary>Tickets of days that were read whole and that did not come: they moved on to another day meanwhile.</summary>
    /// <param name="connection">The connection of the comparison, which has been made again.</param>
    /// <param name="limit">The most that are asked for; the others are left to the next sync.</param>
    public static IReadOnlyList<string> Stragglers(DuckDBConnection connection, int limit) => Left(connection, "is_read_whole", limit);

    private static IReadOnlyList<string> Left(DuckDBConnection connection, string condition, int? limit) => [.. connection.Query<string>($"""
        select id from compared join mending on crm_day = crm_version_at::date
        where kind in ('missing', 'stale') and {condition}
        order by crm_version_at, id
        {(limit is null ? "" : $"limit {limit}")}
        """)];

    private static List<Interval> Joined(IReadOnlyList<LocalDate> days)
    {
        var spans = new List<Interval>();
        foreach (var day in days)
        {
            var (start, end) = (Midnight(day), Midnight(day.PlusDays(1)));
            if (spans.Count > 0 && spans[^1].End == start)
                spans[^1] = new Interval(spans[^1].Start, end);
            else
                spans.Add(new Interval(start, end));
        }
        return spans;
    }

    private static Instant Midnight(LocalDate day) => day.AtMidnight().InUtc().ToInstant();
}
