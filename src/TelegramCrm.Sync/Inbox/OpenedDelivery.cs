using System.Text;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Inbox;

/// <summary>A received delivery whose records have been found and looked through.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Records">Where each record stands in them; empty when it holds none of a stream we know.</param>
internal sealed record OpenedDelivery(ReceivedDelivery Delivery, byte[] Body, IReadOnlyList<(CrmStream Stream, Range Bytes)> Records)
{
    /// <exception cref="MalformedRecordException">One of its records is not what the API promises: the delivery is applied as a whole or not at all.</exception>
    public static OpenedDelivery Open(ReceivedDelivery delivery)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        var records = DeliveredRecords.Find(body);
        foreach (var (stream, bytes) in records)
            new RecordReader(stream, onUnknownField: _ => { }).Read(body.AsSpan(bytes));
        return new(delivery, body, records);
    }

    public void AddTo(LoadBatch batch)
    {
        foreach (var (stream, bytes) in Records)
            batch.Add(stream, Body.AsSpan(bytes), Delivery.ServerNow);
    }
}
