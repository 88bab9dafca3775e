using System.Text.Json;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Finds the records inside a delivery's <c>data</c>, each the bytes of one JSON value.</summary>
internal static class DeliveredRecords
{
    private static readonly Dictionary<string, CrmStream> StreamOf = new()
    {
        ["ticket"] = Streams.Tickets,
        ["message"] = Streams.Messages,
        ["event"] = Streams.TicketEvents,
        ["template"] = Streams.Templates,
        ["template_usage"] = Streams.TemplateUsages,
        ["agent"] = Streams.Agents,
    };

    /// <summary>Reads a body that <see cref="Envelope"/> has passed; empty when it holds nothing that a stream knows.</summary>
    public static IReadOnlyList<(CrmStream Stream, Range Bytes)> Find(ReadOnlySpan<byte> body)
    {
        var records = new List<(CrmStream, Range)>();
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = reader.ValueTextEquals("data"u8);
            reader.Read();
            if (isData && reader.TokenType == JsonTokenType.StartObject)
                FindIn(ref reader, records);
            else
                reader.Skip();
        }
        return records;
    }

    private static void FindIn(ref Utf8JsonReader data, List<(CrmStream, Range)> records)
    {
        while (data.Read() && data.TokenType == JsonTokenType.PropertyName)
        {
            var stream = StreamOf.GetValueOrDefault(data.GetString()!);
            data.Read();
            var start = (int)data.TokenStartIndex;
            var isNull = data.TokenType == JsonTokenType.Null;
            data.Skip();
            if (stream is not null && !isNull)
                records.Add((stream, start..(int)data.BytesConsumed));
        }
    }
}
