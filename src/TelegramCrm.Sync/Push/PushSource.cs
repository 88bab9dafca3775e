using System.Data.Common;
using System.Globalization;
using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Push;

/// <summary>
/// The records a model gives now, held in temporary tables of one warehouse connection, and what distinguishes them from the ledger.
/// Which records changed is one comparison of two sets in SQL.
/// </summary>
internal sealed class PushSource : IDisposable
{
    private readonly DuckDBConnection warehouse;
    private readonly IReadOnlyList<PushColumn> columns;

    private PushSource(DuckDBConnection warehouse, IReadOnlyList<PushColumn> columns)
    {
        this.warehouse = warehouse;
        this.columns = columns;
    }

    /// <summary>The names of the mapped fields, in the order of the model.</summary>
    public IReadOnlyList<string> Fields => [.. columns.Select(column => column.Name)];

    /// <summary>Runs the model once: what follows sees these rows, whatever is loaded meanwhile.</summary>
    /// <exception cref="PushModelException">The model fails, or gives a key that is null, empty or not unique.</exception>
    public static PushSource Evaluate(PushModel model, DuckDBConnection warehouse)
    {
        try
        {
            warehouse.Execute("set TimeZone = 'UTC'"); // a date taken from an instant must not depend on the session
            warehouse.Execute($"create or replace temp table push_rows as {model.Sql}");
        }
        catch (DuckDBException failure)
        {
            throw new PushModelException($"{model.Path}: {failure.Message}", failure);
        }
        var given = warehouse.Query("describe push_rows").Select(row => new PushColumn((string)row.column_name, (string)row.column_type)).ToList();
        var source = new PushSource(warehouse, model.MappedFields(given));
        source.Fingerprint(model.KeyColumn);
        source.RefuseBadKeys(model);
        return source;
    }

    /// <summary>Compares with what the target is known to hold.</summary>
    public PushDifference CompareWith(PushLedger ledger)
    {
        Fill("push_confirmed", ledger.ReadConfirmed);
        Fill("push_refused", ledger.ReadDeadLetters);
        Fill("push_unsettled", ledger.ReadUnsettled);
        warehouse.Execute("""
            create or replace temp table push_compared as
            select source.external_key, source.fingerprint,
                case
                    when unsettled.external_key is not null then 'unsettled'
                    when confirmed.fingerprint = source.fingerprint then 'unchanged'
                    when refused.fingerprint = source.fingerprint then 'withheld'
                    when confirmed.external_key is null then 'create'
                    else 'update'
                end as outcome
            from push_fingerprints as source
            left join push_confirmed as confirmed using (external_key)
            left join push_refused as refused using (external_key)
            left join push_unsettled as unsettled using (external_key);

            create or replace temp table push_changes as
            select row_number() over (order by external_key) as position, external_key, fingerprint
            from push_compared
            where outcome in ('create', 'update');
            """);
        return warehouse.QuerySingle<PushDifference>("""
            select
                (select count(*) from push_confirmed) as Confirmed,
                count(*) as Given,
                count(*) filter (outcome = 'create') as "Create",
                count(*) filter (outcome = 'update') as "Update",
                count(*) filter (outcome = 'unchanged') as Unchanged,
                count(*) filter (outcome = 'withheld') as Withheld
            from push_compared
            """);
    }

    /// <summary>The changed records in the order of their keys, read from the warehouse a page at a time.</summary>
    public IEnumerable<ChangedRecord[]> ReadChanges(int batchSize)
    {
        var pageSize = Math.Max(batchSize, 1000 / batchSize * batchSize); // whole batches, and few queries for small ones
        for (long from = 1; ; from += pageSize)
        {
            var page = warehouse.Query<ChangedRecord>($"""
                select external_key as Key, fingerprint as Fingerprint, to_json({Struct(columns, column => column.AsSent)})::varchar as Body
                from push_changes
                join push_rows using (external_key)
                where position >= $from and position < $until
                order by position
                """, new { from, until = from + pageSize }).ToList();
            foreach (var batch in page.Chunk(batchSize))
                yield return batch;
            if (page.Count < pageSize)
                yield break;
        }
    }

    /// <summary>Keys of dead letters that nothing is owed for any more: the record is gone from the model, or is again as the target holds it.</summary>
    public IReadOnlyList<string> ReadMootDeadLetters() => [.. warehouse.Query<string>("""
        select refused.external_key
        from push_refused as refused
        left join push_compared as compared using (external_key)
        where coalesce(compared.outcome, 'unchanged') = 'unchanged'
        """)];

    public void Dispose() => warehouse.Execute(string.Concat(
        ((string[])["rows", "fingerprints", "confirmed", "refused", "unsettled", "compared", "changes"]).Select(table => $"drop table if exists temp.push_{table};")));

    // The fields are taken in the order of their names: a model whose columns were only moved sends nothing.
    private void Fingerprint(string keyColumn) => warehouse.Execute($"""
        alter table push_rows rename column "{keyColumn}" to external_key;
        alter table push_rows alter column external_key type varchar;
        create or replace temp table push_fingerprints as
        select external_key, md5(to_json({Struct(columns.OrderBy(column => column.Name, StringComparer.Ordinal), column => column.AsFingerprinted)})::varchar) as fingerprint
        from push_rows
        """);

    private void RefuseBadKeys(PushModel model)
    {
        var bad = warehouse.QueryFirstOrDefault<BadKey>("""
            select external_key as Key, count(*) as Rows
            from push_fingerprints
            group by external_key
            having count(*) > 1 or coalesce(external_key, '') = ''
            order by external_key
            limit 1
            """);
        if (bad is { Key: null or "" })
            throw new PushModelException($"{model.Path}: {bad.Rows} rows have no {model.KeyColumn}, so they could never be found again; leave them out, or give them a key");
        if (bad is not null)
            throw new PushModelException($"{model.Path}: {bad.Rows} rows have the external key {bad.Key}, and one record can't hold them all; make {model.KeyColumn} unique");
    }

    private void Fill(string table, Action<Action<DbDataReader>> read)
    {
        warehouse.Execute($"create or replace temp table {table} (external_key varchar, fingerprint varchar)");
        using var appender = warehouse.CreateAppender("temp", "main", table);
        read(row => appender.CreateRow().AppendValue(row.GetString(0)).AppendValue(row.GetString(1)).EndRow());
    }

    private static string Struct(IEnumerable<PushColumn> fields, Func<PushColumn, string> value) =>
        string.Create(CultureInfo.InvariantCulture, $"{{{string.Join(", ", fields.Select(column => $"{column.Quoted}: {value(column)}"))}}}");

    private sealed record BadKey(string? Key, long Rows);
}

/// <summary>A record whose mapped fields differ from what the target is known to hold.</summary>
/// <param name="Key">Its external key.</param>
/// <param name="Fingerprint">Of its mapped fields.</param>
/// <param name="Body">The mapped fields as a JSON object, in the order of the model.</param>
internal sealed record ChangedRecord(string Key, string Fingerprint, string Body);

/// <summary>How a model's rows differ from the ledger, in records.</summary>
internal sealed record PushDifference(long Confirmed, long Given, long Create, long Update, long Unchanged, long Withheld)
{
    /// <summary>Whether the model gave no rows at all, though the target holds some of ours: far likelier a broken warehouse than an empty one.</summary>
    public bool SourceVanished => Given == 0 && Confirmed > 0;
}
