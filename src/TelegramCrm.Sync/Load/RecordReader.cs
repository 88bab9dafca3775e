using System.Text;
using System.Text.Json;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>
/// Looks through one record at a time without building it: checks every field against the stream's promise, picks out
/// what loading needs, and notes what is to be cut out because it is loaded elsewhere. Serves one stream on one thread.
/// </summary>
/// <param name="stream">What the records are.</param>
/// <param name="onUnknownField">Told the dotted name of each field the stream does not know, once.</param>
public sealed class RecordReader(CrmStream stream, Action<string> onUnknownField)
{
    private readonly List<Range> kept = [];
    private readonly List<Range> embedded = [];
    private readonly HashSet<string> unknown = [];
    private readonly ReusedText id = new();
    private readonly ReusedText ticketId = new();
    private Instant? laterVersion;
    private bool isCut;

    /// <summary>The record's key; empty when it has none.</summary>
    public string Id => Encoding.UTF8.GetString(id.Span);

    /// <summary>The key as UTF-8: most records need it no other way.</summary>
    public Span<byte> IdBytes => id.Span;

    /// <summary>The ticket it hangs on, as UTF-8; empty for what stands alone.</summary>
    public Span<byte> TicketIdBytes => ticketId.Span;

    /// <summary>What orders the record's versions.</summary>
    public Instant VersionAt { get; private set; }

    /// <summary>When the CRM deleted it; null while it lives.</summary>
    public Instant? DeletedAt { get; private set; }

    /// <summary>Whether the record says that its embedded records are not all.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Where each embedded record stands in the bytes that were read.</summary>
    public IReadOnlyList<Range> Embedded => embedded;

    /// <summary>Reads a record; afterwards the properties tell of it.</summary>
    /// <param name="record">The bytes of one JSON value.</param>
    /// <exception cref="MalformedRecordException">It breaks the stream's promise. <see cref="Id"/> is set if it was found.</exception>
    public void Read(ReadOnlySpan<byte> record)
    {
        kept.Clear();
        embedded.Clear();
        id.Clear();
        ticketId.Clear();
        (VersionAt, DeletedAt, IsTruncated, laterVersion, isCut) = (default, null, false, null, false);
        try
        {
            RecordText.RequireStorable(record);
            var reader = new Utf8JsonReader(record);
            reader.Read();
            ReadObject(ref reader, stream.Fields, "", isRoot: true);
        }
        catch (JsonException)
        {
            throw new MalformedRecordException(null, "not JSON, or nested deeper than 64 levels"); // the reader's own bound
        }
        VersionAt = laterVersion ?? VersionAt;
    }

    /// <summary>The record without what is loaded elsewhere; to the letter as it came when nothing is cut.</summary>
    /// <param name="record">The bytes that were read.</param>
    /// <param name="scratch">Holds the body when something is cut; grown when too small.</param>
    public Span<byte> Body(Span<byte> record, ref byte[] scratch)
    {
        if (!isCut)
            return record;
        if (scratch.Length < record.Length)
            scratch = new byte[record.Length * 2];
        var length = 0;
        foreach (var range in kept)
        {
            scratch[length] = length == 0 ? (byte)'{' : (byte)',';
            var property = record[range];
            property.CopyTo(scratch.AsSpan(++length));
            length += property.Length;
        }
        scratch[length++] = (byte)'}';
        return scratch.AsSpan(0, length);
    }

    private void ReadObject(ref Utf8JsonReader reader, IReadOnlyList<Field> fields, string path, bool isRoot = false)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new MalformedRecordException(path.TrimEnd('.') is { Length: > 0 } field ? field : null, "not an object");
        var (seen, found) = (0UL, 0UL);
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var index = IndexOf(ref reader, fields, next);
            var field = index < 0 ? null : fields[index];
            // Of two, one program takes the first and another the last: a record must not be two things at once.
            if (field is not null && seen == (seen |= 1UL << index))
                throw new MalformedRecordException(path + field.Name, "stands twice");
            if (field is null)
                SkipUnknown(ref reader, path);
            else if (ReadValue(ref reader, field, path, isRoot))
                found |= 1UL << index;
            next = index + 1;
            if (!isRoot)
                continue;
            if (field is { Kind: FieldKind.Records } or { Role: FieldRole.Truncated })
                isCut = true;
            else
                kept.Add(start..(int)reader.BytesConsumed);
        }
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Required && (found & (1UL << i)) == 0)
                throw new MalformedRecordException(path + fields[i].Name, "missing or null");
        }
    }

    /// <summary>Fields mostly come in one order, so the search begins where the last one ended.</summary>
    private static int IndexOf(ref Utf8JsonReader reader, IReadOnlyList<Field> fields, int next)
    {
        for (var step = 0; step < fields.Count; step++)
        {
            var index = (next + step) % fields.Count;
            if (reader.ValueTextEquals(fields[index].Utf8Name))
                return index;
        }
        return -1;
    }

    private void SkipUnknown(ref Utf8JsonReader reader, string path)
    {
        var name = path + reader.GetString();
        if (unknown.Add(name))
            onUnknownField(name);
        reader.Skip();
    }

    /// <returns>Whether there is a value; false for null.</returns>
    private bool ReadValue(ref Utf8JsonReader reader, Field field, string path, bool isRoot)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return false;
        switch (field.Kind)
        {
            case FieldKind.Text:
                FieldValue.RequireText(ref reader, path, field);
                if (isRoot && field.Role != FieldRole.None)
                    TakeText(field.Role, ref reader);
                break;
            case FieldKind.Instant:
                var instant = FieldValue.ReadInstant(ref reader, path, field);
                if (isRoot)
                    TakeInstant(field.Role, instant);
                break;
            case FieldKind.Flag:
                var flag = FieldValue.ReadFlag(ref reader, path, field);
                IsTruncated |= flag && field.Role == FieldRole.Truncated;
                break;
            case FieldKind.WholeNumber:
                FieldValue.RequireInteger(ref reader, path, field);
                break;
            case FieldKind.Texts:
                FieldValue.RequireTexts(ref reader, path, field);
                break;
            case FieldKind.Nested:
                ReadObject(ref reader, field.Inner, $"{path}{field.Name}.");
                break;
            case FieldKind.Records:
                FieldValue.ReadElements(ref reader, path, field, embedded);
                break;
            default:
                reader.Skip();
                break;
        }
        return true;
    }

    private void TakeText(FieldRole role, ref Utf8JsonReader reader)
    {
        var text = role == FieldRole.Id ? id : ticketId;
        text.Take(ref reader);
        if (text.Span.IsEmpty)
            throw new MalformedRecordException(role == FieldRole.Id ? "id" : "ticket_id", "empty");
    }

    private void TakeInstant(FieldRole role, Instant instant)
    {
        if (role == FieldRole.Version)
            VersionAt = instant;
        else if (role == FieldRole.LaterVersion)
            laterVersion = instant;
        else if (role == FieldRole.DeletedAt)
            DeletedAt = instant;
    }
}
