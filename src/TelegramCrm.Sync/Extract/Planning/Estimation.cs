using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract.Backfills;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract.Planning;

/// <summary>
/// Estimates what a run will take. What was read before is counted in the warehouse and costs one request a rate limit;
/// what was not is sampled, by at most five small requests a stream. It writes nothing.
/// </summary>
/// <param name="connection">The warehouse.</param>
/// <param name="client">The CRM.</param>
/// <param name="limits">How the run will read.</param>
/// <param name="time">The clock.</param>
public sealed class Estimation(DuckDBConnection connection, CrmClient client, ExtractLimits limits, TimeProvider time)
{
    private int spent;

    /// <summary>Estimates a run.</summary>
    /// <param name="streams">Which streams it will read; threads when tickets are among them.</param>
    /// <param name="isFullRefresh">Whether it will read them from their beginning.</param>
    /// <param name="backfill">The span it will read again; null for a sync.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused or was away.</exception>
    public async Task<ReadingPlan> EstimateAsync(IReadOnlyList<CrmStream> streams, bool isFullRefresh, VersionSpan? backfill, CancellationToken cancellationToken)
    {
        var readings = new List<PlannedReading>();
        foreach (var stream in streams)
            readings.Add(await EstimateAsync(stream, isFullRefresh, backfill, cancellationToken));
        if (streams.Contains(Streams.Tickets))
            readings.Add(Threads(isFullRefresh));
        foreach (var stream in streams.DistinctBy(CategoryOf).Where(stream => client.Budgets[CategoryOf(stream)].Limit is null))
        {
            spent++;
            var query = (stream.KeysQuery ?? stream.Query).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)).Append(new("limit", "1"));
            using var _ = await client.GetPageAsync(stream.Path, query, cancellationToken); // its headers tell the limit
        }
        return new ReadingPlan(readings, [.. readings.GroupBy(reading => reading.Category).Select(QuotaOf)], spent);
    }

    private async Task<PlannedReading> EstimateAsync(CrmStream stream, bool isFullRefresh, VersionSpan? backfill, CancellationToken cancellationToken)
    {
        var history = new LoadedHistory(connection, stream);
        var coverage = Coverage.Read(connection, stream.Name);
        var (wanted, windows) = Wanted(stream, isFullRefresh, backfill);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()) + (Cursor.Read(connection, stream).Skew ?? Duration.Zero);
        var known = coverage.Spans.Count == 0 ? default : wanted.Before(coverage.Spans[^1].Until);
        if (coverage.Spans.Count > 0 && coverage.Covers(known))
        {
            var loaded = history.Count(wanted) + history.Expected(Instant.Max(known.Until, wanted.From), Instant.Min(now, wanted.Until));
            return Of(stream, loaded, windows, history.TimeOfARecord() * loaded, "counted in the warehouse, and as many to come as in the last week");
        }
        var sample = new StreamSample(stream, client, time);
        var count = await sample.CountAsync(wanted, cancellationToken);
        spent += sample.Requests;
        var requests = RequestsFor(count, windows);
        return Of(stream, count, windows, history.TimeOfARecord() * count ?? sample.TimeOfAnAnswer * requests,
            count is null ? "more than a page, and nothing tells how many more" : "never read: guessed from a few samples, the time at least");
    }

    private (VersionSpan Span, int Windows) Wanted(CrmStream stream, bool isFullRefresh, VersionSpan? backfill)
    {
        if (backfill is { } span)
        {
            var open = Backfill.Find(connection, stream, span)?.Open.Select(window => window.Pass.Span).ToList() ?? [.. WindowPlan.Cut(stream, span)];
            return (new VersionSpan(open[0].From, open[^1].Until), open.Count);
        }
        var cursor = Cursor.Read(connection, stream);
        if (isFullRefresh)
            return (VersionSpan.Whole, 1);
        return cursor.Open is { } pass
            ? (pass.Span with { From = stream.IsOrdered ? pass.NewestAt ?? pass.Since : pass.Since }, 1)
            : (new VersionSpan(cursor.Mark.Since(limits.Lookback) ?? VersionSpan.Beginning, VersionSpan.NoEnd), 1);
    }

    private PlannedReading Of(CrmStream stream, long? records, int windows, Duration? duration, string basis) =>
        new(stream.Name, CategoryOf(stream), basis) { Records = records, Requests = RequestsFor(records, windows), Time = duration };

    private static EndpointCategory CategoryOf(CrmStream stream) => RequestEffort.CategoryOf(stream.Path);

    private long? RequestsFor(long? records, int windows) => records is { } count ? windows + (Math.Max(0, count - 1) / limits.PageSize) : null;

    private PlannedReading Threads(bool isFullRefresh)
    {
        var waiting = connection.ExecuteScalar<long>(
            "select count(*) from ops.thread_watermarks where $isFullRefresh or fetched_version_at is null or fetched_version_at < wanted_version_at", new { isFullRefresh });
        return new PlannedReading(Extraction.Threads, EndpointCategory.Tickets, "those that wait; which tickets to come have more messages than they embed, nobody knows before")
        {
            Requests = connection.ExecuteScalar<bool>("select exists (from ops.coverage where stream = 'tickets')") ? waiting : null,
        };
    }

    private PlannedQuota QuotaOf(IGrouping<EndpointCategory, PlannedReading> readings)
    {
        var foreseen = readings.Where(reading => reading.Requests is not null).ToList();
        return new PlannedQuota(readings.Key, foreseen.Count == 0 ? null : foreseen.Sum(reading => reading.Requests), foreseen.Count == readings.Count(), client.Budgets[readings.Key]);
    }
}
