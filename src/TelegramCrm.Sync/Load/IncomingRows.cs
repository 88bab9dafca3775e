using System.IO.Hashing;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>The records of one stream that wait for their commit, outside the database: no transaction is open while they gather.</summary>
internal sealed class IncomingRows
{
    private const int ChunkBytes = 1024 * 1024;

    private readonly List<byte[]> chunks = [];
    private readonly List<IncomingRow> rows = [];
    private int chunk = -1;
    private int filled;

    /// <summary>How many wait.</summary>
    public int Count => rows.Count;

    /// <summary>Takes in the record that the reader stands on.</summary>
    public void Add(RecordReader record, ReadOnlySpan<byte> body, bool isFuture)
    {
        ReadOnlySpan<byte> id = record.IdBytes, ticketId = record.TicketIdBytes;
        var start = Reserve(id.Length + ticketId.Length + body.Length);
        var room = chunks[chunk].AsSpan(start);
        id.CopyTo(room);
        ticketId.CopyTo(room[id.Length..]);
        body.CopyTo(room[(id.Length + ticketId.Length)..]);
        rows.Add(new IncomingRow(chunk, start, id.Length, ticketId.Length, body.Length, XxHash3.HashToUInt64(body), record.VersionAt, record.DeletedAt, isFuture));
    }

    /// <summary>The id of one of them, as UTF-8.</summary>
    public ReadOnlySpan<byte> IdOf(int row) => chunks[rows[row].Chunk].AsSpan(rows[row].Start, rows[row].IdLength);

    /// <summary>Appends one of them, in the order of <c>raw</c>'s columns.</summary>
    /// <param name="row">Which.</param>
    /// <param name="appender">To what.</param>
    /// <param name="number">What stands in the last column: the commit's number, or the row's own.</param>
    public void Append(int row, DuckDBAppender appender, long number)
    {
        var taken = rows[row];
        var bytes = chunks[taken.Chunk].AsSpan(taken.Start);
        var values = appender.CreateRow().AppendValue(bytes[..taken.IdLength]);
        (taken.TicketIdLength == 0 ? values.AppendNullValue() : values.AppendValue(bytes.Slice(taken.IdLength, taken.TicketIdLength)))
            .AppendValue((DateTimeOffset?)taken.VersionAt.ToDateTimeOffset())
            .AppendValue((ulong?)taken.ContentHash)
            .AppendValue(bytes.Slice(taken.IdLength + taken.TicketIdLength, taken.BodyLength))
            .AppendValue(taken.DeletedAt?.ToDateTimeOffset())
            .AppendValue((bool?)taken.IsFuture)
            .AppendValue((long?)number)
            .EndRow();
    }

    /// <summary>Forgets them; their memory serves the next.</summary>
    public void Clear()
    {
        rows.Clear();
        chunks.RemoveAll(bytes => bytes.Length > ChunkBytes);
        (chunk, filled) = (-1, 0);
    }

    /// <summary>Makes room for one record, in one piece.</summary>
    private int Reserve(int length)
    {
        if (chunk < 0 || chunks[chunk].Length - filled < length)
        {
            chunk++;
            filled = 0;
            if (length > ChunkBytes)
                chunks.Insert(chunk, new byte[length]);
            else if (chunk == chunks.Count)
                chunks.Add(new byte[ChunkBytes]);
        }
        filled += length;
        return filled - length;
    }

    private readonly record struct IncomingRow(
        int Chunk, int Start, int IdLength, int TicketIdLength, int BodyLength, ulong ContentHash, Instant VersionAt, Instant? DeletedAt, bool IsFuture);
}
