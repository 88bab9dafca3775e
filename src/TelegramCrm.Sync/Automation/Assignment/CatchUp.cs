using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>
/// Reads what has changed in the CRM since it was last read, so that decisions are made from the present: as a rule one short page of each list. What it
/// finds enters the warehouse by the same door as everything else; the sync's own cursors stay where they are.
/// </summary>
/// <param name="warehouse">Where to.</param>
/// <param name="client">The CRM.</param>
/// <param name="patience">How long one request waits for a CRM that is away.</param>
/// <param name="overlap">How far before the last reading each one begins, for records that the CRM shows late.</param>
/// <param name="time">The clock.</param>
public sealed class CatchUp(WarehouseFile warehouse, CrmClient client, Duration patience, Duration overlap, TimeProvider time)
{
    /// <summary>Rows that were read for decisions say so in <c>ops.loads</c>.</summary>
    public const string RunId = "assignment";

    private const long MostBytes = 32 * 1024 * 1024;

    // Events come after the tickets: whatever is seen on a ticket has its event by then.
    private static readonly CrmStream[] Needed = [Streams.Queues, Streams.Agents, Streams.Tickets, Streams.TicketEvents];

    private readonly Dictionary<CrmStream, Instant> readUpTo = [];

    /// <summary>The names of the streams that must have been read to their end before anything is decided.</summary>
    public static IEnumerable<string> NeededStreams => Needed.Select(stream => stream.Name);

    /// <summary>Reads.</summary>
    /// <param name="marks">How far the sync has read each stream.</param>
    /// <param name="cancellationToken">Stops; what was read is forgotten.</param>
    /// <exception cref="CrmException">The CRM is away, or refuses.</exception>
    public async Task RunAsync(IReadOnlyDictionary<string, Instant> marks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(marks);
        using var batch = new LoadBatch(warehouse, RunId, time);
        var served = new Dictionary<CrmStream, Instant>();
        foreach (var stream in Needed)
        {
            var from = Instant.Max(marks[stream.Name], readUpTo.GetValueOrDefault(stream, Instant.MinValue));
            served[stream] = await ReadAsync(stream, from - overlap, batch, cancellationToken);
        }
        await batch.CommitAsync(null, cancellationToken);
        foreach (var (stream, at) in served)
            readUpTo[stream] = at;
    }

    /// <returns>The server's clock at the first page: everything before it, but for what is shown late, was read.</returns>
    private async Task<Instant> ReadAsync(CrmStream stream, Instant since, LoadBatch batch, CancellationToken cancellationToken)
    {
        Instant? begun = null;
        for (string? cursor = null; ;)
        {
            var query = stream.Query.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value))
                .Append(new(stream.SinceParameter, InstantPattern.ExtendedIso.Format(since))).Append(new("limit", "500")).Append(new("cursor", cursor));
            using var page = await client.GetPageAsync(stream.Path, query, cancellationToken, patience);
            begun ??= page.ServerTime;
            foreach (var record in page.Records)
                batch.Add(stream, page.Bytes[record].Span, page.ServerTime);
            if (batch.Bytes > MostBytes)
                await batch.CommitAsync(null, cancellationToken);
            if (!page.HasMore)
                return begun.Value;
            if (page.NextCursor == cursor)
                throw new CrmException($"{stream.Path}: the CRM gives the same cursor again, so the list can't be read to its end");
            cursor = page.NextCursor;
        }
    }
}
