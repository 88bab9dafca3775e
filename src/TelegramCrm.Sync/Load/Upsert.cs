using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>
/// Holds records of one stream against those that are there: they are appended to a temporary table without keys, and one
/// statement decides which of them the raw table takes. Belongs to one connection.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="stream">Which stream.</param>
/// <param name="contested">Hears of records that differ at one version, where it can't be told which is the newer; null when what comes is the present.</param>
internal sealed class Upsert(DuckDBConnection connection, CrmStream stream, Contested? contested)
{
    private const string Version = "id, version_at, content_hash, body, deleted_at";

    private readonly string name = $"incoming_{stream.Name}";
    private readonly string raw = $"raw.{stream.Name}";

    /// <summary>
    /// Writes what is new, newer, or of equal version with other content. Of several versions in the batch the newest
    /// counts, and of equal ones the last that came; but what may be late does not replace a record of equal version. Runs inside the caller's transaction.
    /// </summary>
    /// <param name="rows">The batch.</param>
    /// <param name="some">Which of its rows; null for all.</param>
    /// <param name="loadId">The commit's number.</param>
    /// <returns>The number of rows written, without those that took the place of a row of this commit.</returns>
    public long Run(IncomingRows rows, IReadOnlyList<int>? some, long loadId)
    {
        var came = Append(rows, some);
        if (contested is not null)
            Contest(contested);
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
                or (newest.version_at = known.version_at and newest.content_hash <> known.content_hash and not $mayBeLate);
            """, new { mayBeLate = contested is not null });
        var isPlain = !stream.KeepsHistory || connection.ExecuteScalar<long>("select count(*) filter (not is_known) from changed") == came;
        if (!isPlain)
            connection.Execute($"create or replace temp table replaced as select {Version} from {raw} where id in (select id from changed where is_known)");
        var rewritten = connection.ExecuteScalar<long>($"select count(*) from {raw} where load_id = $loadId and id in (select id from changed where is_known)", new { loadId });
        connection.Execute($"delete from {raw} where id in (select id from changed where is_known)");
        var written = connection.Execute($"""
            insert into {raw}
            select id, ticket_id, version_at, content_hash, body, deleted_at, is_future, $loadId
            from {name}
            where rowid in (select incoming_row from changed)
            """, new { loadId });
        if (!isPlain)
            Supersede(loadId);
        connection.Execute($"drop table {name}");
        return written - rewritten;
    }

    /// <returns>How many there are.</returns>
    private int Append(IncomingRows rows, IReadOnlyList<int>? some)
    {
        connection.Execute($"""
            create or replace temp table {name} (
                id varchar, ticket_id varchar, version_at timestamptz, content_hash ubigint, body json,
                deleted_at timestamptz, is_future boolean, sequence bigint)
            """);
        using var appender = connection.CreateAppender("temp", "main", name);
        var count = some?.Count ?? rows.Count;
        for (var sequence = 0; sequence < count; sequence++)
            rows.Append(some?[sequence] ?? sequence, appender, sequence);
        return count;
    }

    private void Contest(Contested hears)
    {
        var found = connection.Query<(string Id, string? TicketId, DateTime VersionAt)>($"""
            with versions as (
                select id, ticket_id, version_at, content_hash from {name}
                union all
                select id, ticket_id, version_at, content_hash from {raw} where id in (select id from {name})
            ),
            newest as (
                from versions qualify version_at = max(version_at) over (partition by id)
            )
            select id, any_value(ticket_id), version_at from newest group by id, version_at having count(distinct content_hash) > 1
            """);
        foreach (var (id, ticketId, versionAt) in found)
            hears(stream, ticketId ?? id, Instant.FromDateTimeUtc(DateTime.SpecifyKind(versionAt, DateTimeKind.Utc)));
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
}

/// <summary>Hears of a record that is there in two contents of one version.</summary>
/// <param name="stream">What it is.</param>
/// <param name="ticketId">Its ticket, or its own id when it belongs to none.</param>
/// <param name="versionAt">The version.</param>
internal delegate void Contested(CrmStream stream, string ticketId, Instant versionAt);
