using System.Text.Json;
using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>A page as it came: the bytes, where each record stands in them, and what the API says of the next.</summary>
public sealed class CrmPage : IDisposable
{
    private readonly IDisposable? owner;

    private CrmPage(IDisposable? owner) => this.owner = owner;

    /// <summary>The whole answer.</summary>
    public required Memory<byte> Bytes { get; init; }

    /// <summary>Each element of <c>data</c>, in order.</summary>
    public required IReadOnlyList<Range> Records { get; init; }

    /// <summary>What to ask for next; null when the API gave none.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Whether the API says that there is more.</summary>
    public bool HasMore { get; init; }

    /// <summary>The server's clock when it answered.</summary>
    public required Instant ServerTime { get; init; }

    /// <summary>Finds the records and the envelope in one pass; records are not looked into.</summary>
    /// <param name="bytes">A whole answer.</param>
    /// <param name="owner">Whom the bytes belong to; disposed with the page.</param>
    /// <exception cref="BrokenAnswerException">It is not a page.</exception>
    public static CrmPage Parse(Memory<byte> bytes, IDisposable? owner = null)
    {
        try
        {
            return ParseEnvelope(bytes, owner);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new BrokenAnswerException($"the answer is not a page: {e.Message}", e);
        }
    }

    /// <summary>Gives the bytes back.</summary>
    public void Dispose() => owner?.Dispose();

    private static CrmPage ParseEnvelope(Memory<byte> bytes, IDisposable? owner)
    {
        // How deep a record may go is its reader's to say: one that goes deeper must not take its page with it.
        var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        List<Range>? records = null;
        Instant? serverTime = null;
        string? next = null;
        bool? more = null;
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "no object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8))
                records = ReadRecords(ref reader, isFirst: records is null);
            else if (reader.ValueTextEquals("next_cursor"u8))
                next = reader.Read() ? reader.GetString() : null;
            else if (reader.ValueTextEquals("has_more"u8))
                more = reader.Read() && reader.GetBoolean();
            else if (reader.ValueTextEquals("server_time"u8) && reader.Read())
                serverTime = ReadInstant(ref reader);
            else
                reader.Skip();
        }
        Expect(!reader.Read(), "something follows the object");
        Expect(more != true || !string.IsNullOrEmpty(next), "it says that there is more, but not where");
        return new CrmPage(owner)
        {
            Bytes = bytes,
            Records = records ?? throw new FormatException("no data"),
            NextCursor = next,
            HasMore = more ?? throw new FormatException("no has_more"),
            ServerTime = serverTime ?? throw new FormatException("no server_time"),
        };
    }

    /// <summary>Refuses one without an offset: .NET would read it in this machine's zone.</summary>
    private static Instant ReadInstant(ref Utf8JsonReader reader)
    {
        var text = reader.GetString() ?? throw new FormatException("no server_time");
        var time = text.IndexOf('T', StringComparison.Ordinal);
        Expect(time > 0 && (text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) > time), "server_time has no offset");
        return Instant.FromDateTimeOffset(reader.GetDateTimeOffset());
    }

    private static List<Range> ReadRecords(ref Utf8JsonReader reader, bool isFirst)
    {
        var records = new List<Range>();
        Expect(isFirst, "data stands twice");
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray, "data is no array");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            records.Add(start..(int)reader.BytesConsumed);
        }
        return records;
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
            throw new FormatException(otherwise);
    }
}
