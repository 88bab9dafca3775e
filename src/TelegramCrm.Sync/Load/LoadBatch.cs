using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Load;

/// <summary>
/// The one door into <c>raw</c>: polling and webhooks bring their records here, and a commit writes them, what they
/// vouch for and what was wrong with some of them in one transaction. The newest version wins, whatever the order.
/// </summary>
public sealed class LoadBatch : IDisposable
{
    private static readonly Duration OneTick = Duration.FromNanoseconds(1_000); // the warehouse's

    private readonly WarehouseFile warehouse;
    private readonly DuckDBConnection connection;
    private readonly string runId;
    private readonly TimeProvider time;
    private readonly Dictionary<CrmStream, Lane> lanes = [];
    private readonly SeenIds seen = new();
    private readonly Quarantine quarantine;
    private readonly UnknownFields unknownFields;
    private readonly WantedThreads wantedThreads;
    private readonly WantedTickets wantedTickets;
    private readonly Announcements announcements;
    private byte[] scratch = new byte[64 * 1024];
    private long extracted;

    private sealed record Lane(RecordReader Reader, StreamRows Rows);

    /// <summary>Opens an empty batch; it can be filled and committed again and again.</summary>
    /// <param name="warehouse">Where to.</param>
    /// <param name="runId">The run that loads.</param>
    /// <param name="time">For <c>loaded_at</c>.</param>
    public LoadBatch(WarehouseFile warehouse, string runId, TimeProvider time)
    {
        this.warehouse = warehouse;
        this.runId = runId;
        this.time = time;
        connection = warehouse.Connect();
        quarantine = new Quarantine(connection, runId);
        unknownFields = new UnknownFields(connection, runId);
        wantedThreads = new WantedThreads(connection);
        wantedTickets = new WantedTickets(connection);
        announcements = new Announcements(connection);
    }

    /// <summary>Whether the records come from deliveries: then polling was not the only one to tell of them.</summary>
    public bool IsOfDeliveries { get; init; }

    /// <summary>
    /// Whether a record may be older than one that is there, though both claim the same version. Then it does not replace that one; the ticket is asked
    /// for instead, and the CRM's answer holds.
    /// </summary>
    public bool MayBeLate { get; init; }

    /// <summary>Bytes taken in since the last commit.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes in one record, and the records embedded in it. A malformed one goes into quarantine; the rest goes on.</summary>
    /// <param name="stream">What it is.</param>
    /// <param name="record">The bytes of one JSON value.</param>
    /// <param name="serverNow">The server's clock, against which a record of the future is known.</param>
    /// <returns>Where the record stands in its stream; null when it was quarantined.</returns>
    public RecordKey? Add(CrmStream stream, Span<byte> record, Instant serverNow)
    {
        if (Take(stream, record, serverNow) is not { } reader)
            return null;
        if (IsOfDeliveries)
            announcements.Add(stream, reader.Id, reader.VersionAt);
        return new RecordKey(reader.VersionAt, reader.Id);
    }

    /// <summary>Asks for a ticket that something was heard of without the ticket itself; it is fetched soon after the commit, unless <c>raw</c> has a version as new by then.</summary>
    /// <param name="ticketId">Which.</param>
    /// <param name="heardAt">When what was heard happened.</param>
    public void Want(string ticketId, Instant heardAt) => wantedTickets.Add(ticketId, heardAt);

    private RecordReader? Take(CrmStream stream, Span<byte> record, Instant serverNow)
    {
        extracted++;
        Bytes += record.Length;
        var (reader, rows) = LaneOf(stream);
        try
        {
            reader.Read(record);
        }
        catch (MalformedRecordException e)
        {
            quarantine.Add(stream, reader.Id, e, record);
            return null;
        }
        rows.Add(reader, reader.Body(record, ref scratch), isFuture: reader.VersionAt > serverNow);
        if (reader.IsTruncated)
            wantedThreads.Add(reader.Id, reader.VersionAt);
        foreach (var embedded in reader.Embedded)
            Take(Streams.Messages, record[embedded], serverNow);
        return reader;
    }

    /// <summary>Writes everything taken in since the last commit, and what the caller vouches for with it, or nothing.</summary>
    /// <param name="alongside">Further statements of the same transaction: the cursor, the counters.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn to write.</param>
    public async Task<LoadCounts> CommitAsync(Action<DuckDBConnection, LoadCounts>? alongside, CancellationToken cancellationToken)
    {
        quarantine.Flush();
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var (counts, lastLoad) = await warehouse.WriteAsync(connection, () =>
        {
            var loadId = connection.ExecuteScalar<long>("select coalesce(max(load_id), 0) + 1 from ops.loads");
            var loaded = lanes.Values.Sum(lane => lane.Rows.Write(loadId));
            if (loaded > 0)
                connection.Execute("insert into ops.loads values ($loadId, $runId, $now)", new { loadId, runId, now });
            var sum = new LoadCounts(extracted, loaded, quarantine.Write(now, loaded > 0 ? loadId : null));
            unknownFields.Write(now);
            wantedThreads.Write();
            wantedTickets.Write();
            announcements.Write();
            alongside?.Invoke(connection, sum);
            return (sum, loaded > 0 ? loadId : loadId - 1);
        }, cancellationToken);
        foreach (var lane in lanes.Values)
            lane.Rows.Settle(lastLoad);
        extracted = Bytes = 0;
        GC.Collect(0); // what a batch leaves behind is little and dead, but would be let grow to the size of the processor's cache, which may be hundreds of MB
        return counts;
    }

    private Lane LaneOf(CrmStream stream)
    {
        if (!lanes.TryGetValue(stream, out var lane))
            lanes[stream] = lane = new Lane(new RecordReader(stream, field => unknownFields.Add(stream, field)), new StreamRows(connection, stream, seen, MayBeLate ? Contest : null));
        return lane;
    }

    private void Contest(CrmStream stream, string ticketId, Instant versionAt)
    {
        if (stream == Streams.Tickets || stream == Streams.Messages) // the other lists are short, and read from their beginning
            wantedTickets.Add(ticketId, versionAt + OneTick); // unless a newer version comes before it is fetched
    }

    /// <summary>Drops what was not committed.</summary>
    public void Dispose()
    {
        seen.Dispose();
        quarantine.Dispose();
        connection.Dispose();
    }
}
