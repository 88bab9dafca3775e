using System.Text.Json;

namespace TelegramCrm.Sandbox.Records;

/// <summary>A ticket's messages in their order: one stretch of JSON objects with commas between, ready for an array.</summary>
/// <param name="All">Every message.</param>
/// <param name="Newest">The newest <see cref="Embedded"/> of them.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct MessageThread(HeapSpan All, HeapSpan Newest, int Count)
{
    /// <summary>How many messages at most travel with their ticket.</summary>
    public const int Embedded = 100;

    public bool IsTruncated => Count > Embedded;

    public static MessageThread From(RecordHeap heap, ReadOnlySpan<byte> joined)
    {
        var starts = new List<int>();
        var depth = 0;
        var reader = new Utf8JsonReader((byte[])[(byte)'[', .. joined, (byte)']']);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject && depth++ == 0)
                starts.Add((int)reader.TokenStartIndex - 1);
            else if (reader.TokenType is JsonTokenType.EndObject)
                depth--;
        }
        return From(heap, joined, starts);
    }

    /// <summary>A thread whose messages are known to begin at certain places.</summary>
    public static MessageThread From(RecordHeap heap, ReadOnlySpan<byte> joined, List<int> starts)
    {
        var all = heap.Add(joined);
        var from = starts.Count > Embedded ? starts[^Embedded] : 0;
        return new MessageThread(all, all.Slice(from, all.Length - from), starts.Count);
    }

    /// <summary>The thread with one more message at its end.</summary>
    public MessageThread With(RecordHeap heap, ReadOnlySpan<byte> message)
    {
        byte[] joined = All.Length == 0 ? [.. message] : [.. heap[All], (byte)',', .. message];
        return From(heap, joined);
    }

    public IEnumerable<Record> After(RecordHeap heap, long ticks, byte[]? id)
    {
        var order = new RecordOrder(heap);
        return Split(heap, All).Where(message => id is null || order.Compare(message, ticks, id) > 0);
    }

    private static List<Record> Split(RecordHeap heap, HeapSpan all)
    {
        var messages = new List<Record>();
        var bytes = heap[all];
        for (var start = 0; start < bytes.Length; start++) // the step skips the comma
        {
            var reader = new Utf8JsonReader(bytes[start..]);
            reader.Read();
            var (id, ticks) = (default(HeapSpan), 0L);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                var isTime = reader.ValueTextEquals("created_at"u8);
                reader.Read();
                if (isId)
                    id = all.Slice(start + (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                else if (isTime)
                    ticks = reader.GetDateTimeOffset().UtcTicks;
                reader.Skip();
            }
            messages.Add(new Record(ticks, id, all.Slice(start, (int)reader.BytesConsumed)));
            start += (int)reader.BytesConsumed;
        }
        return messages;
    }
}
