using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Load;

/// <summary>What lies in quarantine: to look at, and to send through the door again.</summary>
/// <param name="warehouse">The warehouse.</param>
/// <param name="time">The clock.</param>
public sealed class QuarantineShelf(WarehouseFile warehouse, TimeProvider time)
{
    private const int ReplayedAtOnce = 500;

    private sealed record Kept(string QuarantineId, string Stream, string Base64, Instant? SupersededAt);

    /// <summary>Lists records, the newest first.</summary>
    /// <param name="stream">Of this stream; null for all.</param>
    /// <param name="limit">The most that are listed.</param>
    /// <param name="withBytes">Whether their bytes come too.</param>
    /// <param name="withSuperseded">Whether those come too of which a readable version was loaded since.</param>
    public IReadOnlyList<QuarantinedRecord> List(string? stream, int limit, bool withBytes = false, bool withSuperseded = false)
    {
        using var connection = warehouse.Connect();
        return [.. connection.Query<QuarantinedRecord>($"""
            select quarantine_id as QuarantineId, stream as Stream, record_id as RecordId, field as Field, reason as Reason, run_id as RunId,
                quarantined_at as QuarantinedAt, octet_length(bytes) as Size, superseded_at as SupersededAt, {(withBytes ? "to_base64(bytes)" : "null::varchar")} as Base64
            from ops.quarantine
            where ($stream is null or stream = $stream) and ($withSuperseded or superseded_at is null)
            order by quarantined_at desc, quarantine_id
            limit $limit
            """, new { stream, limit, withSuperseded })];
    }

    /// <summary>How many records wait to be mended, and how many have been superseded.</summary>
    /// <param name="stream">Of this stream; null for all.</param>
    public (long Waiting, long Superseded) Count(string? stream)
    {
        using var connection = warehouse.Connect();
        return connection.QuerySingle<(long, long)>("""
            select count(*) filter (superseded_at is null), count(superseded_at) from ops.quarantine where $stream is null or stream = $stream
            """, new { stream });
    }

    /// <summary>
    /// Sends kept bytes through the door again: those that pass leave the quarantine in the transaction that loads them, the others stay, with the
    /// reason of today. A newer version in raw wins as always; so those that were superseded are sent, too.
    /// </summary>
    /// <param name="runId">The run that loads.</param>
    /// <param name="stream">Of this stream; null for all.</param>
    /// <param name="onCommit">Told of each commit, inside its transaction.</param>
    /// <param name="cancellationToken">Stops between batches; what is committed stays.</param>
    /// <returns>How many passed, and what was written of them.</returns>
    public async Task<(long Passed, LoadCounts Counts)> ReplayAsync(string runId, string? stream, Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        using var connection = warehouse.Connect();
        using var batch = new LoadBatch(warehouse, runId, time);
        var (passed, counts) = (0L, default(LoadCounts));
        for (var kept = Next(connection, stream, after: ""); kept.Count > 0; kept = Next(connection, stream, kept[^1].QuarantineId))
        {
            var (done, stillSuperseded) = (new List<string>(), new List<object>());
            foreach (var record in kept)
            {
                var bytes = Convert.FromBase64String(record.Base64);
                var isPassed = batch.Add(Streams.All.Single(known => known.Name == record.Stream), bytes, Instant.FromDateTimeOffset(time.GetUtcNow())) is not null;
                passed += isPassed ? 1 : 0;
                if (isPassed || Quarantine.KeyOf(record.Stream, bytes) != record.QuarantineId) // changed by hand and still wrong: kept anew as what it is now
                    done.Add(record.QuarantineId);
                else if (record.SupersededAt is { } at)
                    stillSuperseded.Add(new { record.QuarantineId, At = InstantPattern.ExtendedIso.Format(at) });
            }
            counts += await batch.CommitAsync((transaction, sum) =>
            {
                Settle(transaction, done, stillSuperseded);
                onCommit(transaction, sum);
            }, cancellationToken);
        }
        return (passed, counts);
    }

    /// <summary>What was refused once more was refused by us and not sent by the CRM: it waits for nobody if a readable version came after it.</summary>
    private static void Settle(DuckDBConnection connection, List<string> done, List<object> stillSuperseded)
    {
        connection.Execute("delete from ops.quarantine where quarantine_id in (select unnest($done::varchar[]))", new { done = JsonSerializer.Serialize(done) });
        connection.Execute("""
            update ops.quarantine set superseded_at = (item->>'At')::timestamptz
            from (select unnest($stillSuperseded::json[]) as item)
            where quarantine_id = (item->>'QuarantineId')
            """, new { stillSuperseded = JsonSerializer.Serialize(stillSuperseded) });
    }

    private static List<Kept> Next(DuckDBConnection connection, string? stream, string after) => [.. connection.Query<Kept>("""
        select quarantine_id as QuarantineId, stream as Stream, to_base64(bytes) as Base64, superseded_at as SupersededAt
        from ops.quarantine
        where quarantine_id > $after and ($stream is null or stream = $stream)
        order by quarantine_id
        limit $ReplayedAtOnce
        """, new { after, stream, ReplayedAtOnce })];
}
