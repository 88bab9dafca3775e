using System.Text;
using NodaTime;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Inbox;

/// <summary>A received delivery whose records have been found and looked through.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Records">Where each record stands in them; empty when it holds none of a stream we know.</param>
/// <param name="Wanted">The tickets that it tells of without bringing them, and when what it tells happened.</param>
internal sealed record OpenedDelivery(ReceivedDelivery Delivery, byte[] Body, IReadOnlyList<(CrmStream Stream, Range Bytes)> Records, IReadOnlyList<(string TicketId, Instant HeardAt)> Wanted)
{
    /// <exception cref="MalformedRecordException">One of its records is not what the API promises: the delivery is applied as a whole or not at all.</exception>
    public static OpenedDelivery Open(ReceivedDelivery delivery)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        var records = DeliveredRecords.Find(body);
        var (whole, wanted) = (new HashSet<string>(StringComparer.Ordinal), new List<(string TicketId, Instant HeardAt)>());
        foreach (var (stream, bytes) in records)
        {
            var reader = new RecordReader(stream, onUnknownField: _ => { });
            reader.Read(body.AsSpan(bytes));
            if (stream == Streams.Tickets)
                whole.Add(reader.Id);
            else if (reader.TicketIdBytes is { Length: > 0 } ticketId)
                wanted.Add((Encoding.UTF8.GetString(ticketId), reader.VersionAt));
        }
        return new(delivery, body, records, [.. wanted.Where(ticket => !whole.Contains(ticket.TicketId))]);
    }

    public void AddTo(LoadBatch batch)
    {
        foreach (var (stream, bytes) in Records)
            batch.Add(stream, Body.AsSpan(bytes), Delivery.ServerNow);
        foreach (var (ticketId, heardAt) in Wanted)
            batch.Want(ticketId, heardAt);
    }
}
