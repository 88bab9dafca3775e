using System.IO.Hashing;
using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Load;

/// <summary>
/// The records of one stream on their way in: a temporary table without keys that bytes are appended to, and the one
/// statement that decides which of them the raw table takes. Belongs to one connection.
/// </summary>
internal sealed class IncomingTable : IDisposable
{
    private const string Version = "id, version_at, content_hash, body, deleted_at";

    private readonly DuckDBConnection connection;
    private readonly CrmStream stream;
    private readonly string name;
    private readonly string raw;
    private DuckDBAppender? appender;
    private int sequence;

    public IncomingTable(DuckDBConnection connection, CrmStream stream)
    {
        this.connection = connection;
        this.stream = stream;
        name = $"incoming_{stream.Name}";
        raw = $"raw.{stream.Name}";
        connection.Execute($"""
            create or replace temp table {name} (
                id varchar, ticket_id varchar, version_at timestamptz, content_hash ubigint, body json,
                deleted_at timestamptz, is_future boolean, sequence integer)
            """);
    }

    public void Append(RecordReader record, Span<byte> body, bool isFuture)
    {
        appender ??= connection.CreateAppender("temp", "main", name);
        var row = appender.CreateRow().AppendValue(record.IdBytes);
        (record.TicketIdBytes.IsEmpty ? row.AppendNullValue() : row.AppendValue(record.TicketIdBytes))
            .AppendValue((DateTimeOffset?)record.VersionAt.ToDateTimeOffset())
            .AppendValue((ulong?)XxHash3.HashToUInt64(body))
            .AppendValue(body)
            .AppendValue(record.DeletedAt?.ToDateTimeOffset())
            .AppendValue((bool?)isFuture)
            .AppendValue((int?)sequence++)
            .EndRow();
    }

    /// <summary>Hands what was appended to the database, so that <see cref="Upsert"/> can see it.</summary>
    public void Flush()
    {
        appender?.Dispose();
        appender = null;
    }

    /// <summary>
    /// Writes what is new, newer, or of equal version with other content. Of several versions in the batch the newest
    /// counts, and of equal ones the last that came. Runs inside the caller's transaction.
    /// </summary>
    /// <param name="loadId">The commit's number.</param>
    /// <returns>The number of rows written.</returns>
    public long Upsert(long loadId)
    {
        if (sequence == 0)
            return 0;
        var came = sequence;
        sequence = 0;
        connection.Execute($"""
            create or replace temp table changed as
            with newest as (
                select rowid as incoming_row, id, version_at, content_hash
                from {name}
                qualify row_number() over (partition by id order by version_at desc, sequence desc) = 1
            )
            select newest.incoming_row, newest.id, known.id is not null as is_known
            from newest
            left join {raw} as known on known.id = newest.id
            where known.id is null
                or newest.version_at > known.version_at
                or (newest.version_at = known.version_at and newest.content_hash <> known.content_hash);
            """);
        var isPlain = !stream.KeepsHistory || connection.ExecuteScalar<long>("select count(*) filter (not is_known) from changed") == came;
        if (!isPlain)
            connection.Execute($"create or replace temp table replaced as select {Version} from {raw} where id in (select id from changed where is_known)");
        connection.Execute($"delete from {raw} where id in (select id from changed where is_known)");
        var written = connection.Execute($"""
            insert into {raw}
            select id, ticket_id, version_at, content_hash, body, deleted_at, is_future, $loadId
            from {name}
            where rowid in (select incoming_row from changed)
            """, new { loadId });
        if (!isPlain)
            Supersede(loadId);
        connection.Execute($"truncate {name}");
        return written;
    }

    /// <summary>Puts away the versions that are not the newest, each once: those just replaced, and those that came too late.</summary>
    private void Supersede(long loadId) => connection.Execute($"""
        insert into raw.superseded
        with versions as (
            from replaced union all select {Version} from {name} where rowid not in (select incoming_row from changed)
        )
        select distinct on (id, version_at, content_hash) $Name, versions.*, $loadId
        from versions
        anti join {raw} as newest on newest.id = versions.id and newest.version_at = versions.version_at and newest.content_hash = versions.content_hash
        anti join raw.superseded as known on known.stream = $Name and known.id = versions.id
            and known.version_at = versions.version_at and known.content_hash = versions.content_hash
        """, new { stream.Name, loadId });

    public void Dispose() => appender?.Dispose();
}
