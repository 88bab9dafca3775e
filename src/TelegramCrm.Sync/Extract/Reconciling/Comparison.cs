using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract.Reconciling;

/// <summary>
/// Compares a listing with <c>raw</c>, in SQL. Both sides live on meanwhile: what was loaded after the comparison was opened, and what is
/// younger than the settled edge on either side, is no difference.
/// </summary>
internal sealed class Comparison
{
    /// <summary>The table of every record in the span: <c>id</c>, <c>kind</c> (null when equal), both versions, and the <c>day</c> it counts for.</summary>
    public const string Table = "compared";

    /// <summary>The table of days, in UTC: how many records each side has, and how many differ.</summary>
    public const string DaysTable = "compared_days";

    private readonly DuckDBConnection connection;
    private readonly CrmStream stream;
    private readonly Interval span;
    private readonly long openedAtLoad;

    /// <summary>Opens a comparison; to be done before the CRM is listed.</summary>
    public Comparison(DuckDBConnection connection, CrmStream stream, Interval span)
    {
        this.connection = connection;
        this.stream = stream;
        this.span = span;
        openedAtLoad = connection.ExecuteScalar<long>("select coalesce(max(load_id), 0) from ops.loads");
    }

    /// <summary>Compares as things stand now.</summary>
    /// <param name="listing">The CRM's side.</param>
    /// <param name="edge">What is this young, by the server's clock, may still be on its way.</param>
    public StreamDifferences Run(Listing listing, Instant edge)
    {
        connection.Execute(Sql, new
        {
            stream = stream.Name,
            loadId = openedAtLoad,
            edge,
            from = span.HasStart ? span.Start : (Instant?)null,
            to = span.HasEnd ? span.End : (Instant?)null,
        });
        if (!listing.NamesAll) // one of those without a name may be the one that seems to be gone
            connection.Execute($"update {Table} set kind = null where kind = 'extra'");
        connection.Execute(DaysSql);
        var examples = connection.Query<DifferingRecord>("""
            select kind as Kind, id as Id, crm_version_at as CrmVersionAt, version_at as VersionAt
            from compared
            where kind is not null
            qualify row_number() over (partition by kind order by day desc, id) <= 5
            order by kind, day desc, id
            """).ToList();
        var total = connection.QuerySingle<DifferenceCounts>($"""
            select coalesce(sum(crm_records), 0)::bigint as CrmRecords, coalesce(sum(warehouse_records), 0)::bigint as WarehouseRecords,
                coalesce(sum(missing), 0)::bigint as Missing, coalesce(sum(stale), 0)::bigint as Stale,
                coalesce(sum(newer), 0)::bigint as Newer, coalesce(sum(extra), 0)::bigint as Extra
            from {DaysTable}
            """);
        return new StreamDifferences(total, examples, listing.Unreadable);
    }

    private const string DaysSql = $"""
        create or replace temp table {DaysTable} as
        with counted as (
            select day, kind, false as is_in_crm, false as is_in_raw from {Table} where kind is not null
            union all
            select crm_version_at::date, null, true, false from {Table} where is_in_crm
            union all
            select version_at::date, null, false, true from {Table} where is_in_raw
        )
        select
            day,
            count(*) filter (is_in_crm) as crm_records,
            count(*) filter (is_in_raw) as warehouse_records,
            count(*) filter (kind = 'missing') as missing,
            count(*) filter (kind = 'stale') as stale,
            count(*) filter (kind = 'newer') as newer,
            count(*) filter (kind = 'extra') as extra
        from counted
        group by day
        """;

    private string Sql => $"""
        create or replace temp table {Table} as
        with crm as ( -- a record that changed while it was listed stands there twice
            select id, max(version_at) as version_at, arg_max_null(deleted_at, version_at) as deleted_at
            from {Listing.Table}
            group by id
        ),
        swept as (
            select record_id as id, version_at from ops.swept where stream = $stream
        ),
        pairs as (
            select
                coalesce(crm.id, known.id) as id, crm.version_at as crm_version_at, known.version_at,
                crm.id is not null as is_listed, known.id is not null as is_loaded,
                crm.deleted_at is not null as is_deleted_there, known.deleted_at is not null as is_deleted_here, known.load_id,
                (known.id, known.version_at) in (select (id, version_at) from swept) as is_swept,
                coalesce(crm.version_at >= $from, $from is null) and coalesce(crm.version_at < $to, $to is null) and crm.version_at is not null as is_crm_in_span,
                coalesce(known.version_at >= $from, $from is null) and coalesce(known.version_at < $to, $to is null) and known.id is not null as is_known_in_span
            from crm
            full join raw.{stream.Name} as known on known.id = crm.id
        )
        select
            id,
            case
                when load_id > $loadId or version_at >= $edge or crm_version_at >= $edge then null -- may still be on its way
                when is_listed and crm_version_at is null then null -- unreadable, and counted as that
                when not is_loaded then 'missing'
                when not is_listed then if(is_deleted_here, null, 'extra')
                when crm_version_at > version_at then 'stale'
                when crm_version_at < version_at then 'newer'
                when is_deleted_there and not is_deleted_here then 'stale'
                when is_deleted_here and not is_deleted_there and is_swept then 'missing'
            end as kind,
            crm_version_at,
            version_at,
            if(is_crm_in_span, crm_version_at, version_at)::date as day,
            is_crm_in_span as is_in_crm,
            is_known_in_span and (is_listed or not is_deleted_here) as is_in_raw
        from pairs
        where is_crm_in_span or is_known_in_span
        """;
}
