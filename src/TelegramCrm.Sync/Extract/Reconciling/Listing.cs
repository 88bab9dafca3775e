using System.IO.Hashing;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract.Reconciling;

/// <summary>
/// Which records the CRM has at present, and in which version: read to its proven end, page by page into a temporary table. Belongs to one
/// connection, which has one listing at a time.
/// </summary>
internal sealed class Listing
{
    /// <summary>The table: <c>id</c>, <c>version_at</c> (null when it can't be read) and <c>deleted_at</c>; a record may stand in it twice.</summary>
    public const string Table = "listed";

    private readonly DuckDBConnection connection;
    private readonly CrmStream keys;
    private readonly TimeProvider time;
    private readonly RecordReader reader;
    private readonly HashSet<ulong> unreadable = [];
    private Duration serverAhead;

    public Listing(DuckDBConnection connection, CrmStream stream, TimeProvider time)
    {
        this.connection = connection;
        this.time = time;
        keys = stream.KeysOnly;
        reader = new RecordReader(keys, _ => { });
        connection.Execute($"create or replace temp table {Table} (id varchar, version_at timestamptz, deleted_at timestamptz)");
    }

    /// <summary>The server's clock when it gave the first page; null before.</summary>
    public Instant? BeganAt { get; private set; }

    /// <summary>The server's clock now, as far as its first answer tells.</summary>
    public Instant ServerNow => Now() + serverAhead;

    /// <summary>Records whose id or version could not be read.</summary>
    public long Unreadable => unreadable.Count;

    /// <summary>Whether every record told its id, so that one which is not listed is not there.</summary>
    public bool NamesAll { get; private set; } = true;

    /// <summary>Adds what the CRM lists in a span.</summary>
    /// <exception cref="CrmException">The list could not be read to its end; nothing may be concluded from what it does not hold.</exception>
    public async Task ReadAsync(CrmClient client, Interval span, int pageSize, CancellationToken cancellationToken)
    {
        await foreach (var page in new CompleteWalk(client, keys, pageSize).ReadAsync(span, cancellationToken))
        {
            if (BeganAt is null)
                (BeganAt, serverAhead) = (page.ServerTime, page.ServerTime - Now());
            using var appender = connection.CreateAppender("temp", "main", Table);
            foreach (var record in page.Records)
                Add(appender, page.Bytes.Span[record]);
        }
    }

    /// <summary>How many records are listed.</summary>
    public long Count() => connection.ExecuteScalar<long>($"select count(distinct id) from {Table}");

    /// <summary>Takes out a record that is gone by now.</summary>
    public void Remove(string id) => connection.Execute($"delete from {Table} where id = $id", new { id });

    private void Add(DuckDBAppender appender, ReadOnlySpan<byte> record)
    {
        var isReadable = IsReadable(record);
        if (reader.IdBytes.IsEmpty)
            NamesAll = false;
        else
            appender.CreateRow().AppendValue(reader.IdBytes).AppendValue(isReadable ? reader.VersionAt.ToDateTimeOffset() : null).AppendValue(reader.DeletedAt?.ToDateTimeOffset()).EndRow();
    }

    private bool IsReadable(ReadOnlySpan<byte> record)
    {
        try
        {
            reader.Read(record);
            return true;
        }
        catch (MalformedRecordException)
        {
            unreadable.Add(XxHash3.HashToUInt64(record)); // the end of a list comes twice
            return false;
        }
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());
}
