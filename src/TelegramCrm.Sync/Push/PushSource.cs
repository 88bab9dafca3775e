using System.Data.Common;
using System.Globalization;
using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Push;

/// <summary>
/// The records a model gives now, and what distinguishes them from the ledger: comparisons of sets in SQL, in temporary tables of one warehouse connection. The
/// model's rows are only hashed at first; those whose hash is not the ledger's are kept, and compared by the fingerprint of their fields.
/// </summary>
internal sealed class PushSource : IDisposable
{
    private readonly DuckDBConnection warehouse;
    private readonly PushModel model;
    private readonly IReadOnlyList<PushColumn> columns;

    private PushSource(DuckDBConnection warehouse, PushModel model, IReadOnlyList<PushColumn> columns) => (this.warehouse, this.model, this.columns) = (warehouse, model, columns);

    /// <summary>The names of the mapped fields, in the order of the model.</summary>
    public IReadOnlyList<string> Fields => [.. columns.Select(column => column.Name)];

    /// <summary>A select of what was to be sent and can't be told from the ledger any more, when all went well.</summary>
    public const string Confirmed = """
        select external_key, fingerprint, row_hash
        from push_compared
        where outcome in ('create', 'update') and external_key not in (select external_key from push_open)
        """;

    /// <summary>Runs the model. Nobody else may write what it reads until all changes are read.</summary>
    /// <exception cref="PushModelException">The model fails, or gives a key that is null, empty or not unique.</exception>
    public static PushSource Evaluate(PushModel model, DuckDBConnection warehouse)
    {
        try
        {
            warehouse.Execute("set TimeZone = 'UTC'"); // a date taken from an instant must not depend on the session
            warehouse.Execute($"create or replace temp view push_model as {model.Sql}");
            var given = warehouse.Query("describe push_model").Select(row => new PushColumn((string)row.column_name, (string)row.column_type)).ToList();
            var source = new PushSource(warehouse, model, model.MappedFields(given));
            source.Hash();
            source.RefuseBadKeys();
            return source;
        }
        catch (DuckDBException failure)
        {
            throw new PushModelException($"{model.Path}: {failure.Message}", failure);
        }
    }

    /// <summary>Compares with what the target is known to hold.</summary>
    /// <param name="ledger">What it is known to hold.</param>
    /// <param name="claims">What is on its way there.</param>
    /// <param name="mirror">The copy of the ledger.</param>
    /// <param name="updates">Whether records that the target holds may be written again.</param>
    public PushDifference CompareWith(PushLedger ledger, PushClaims claims, PushMirror mirror, bool updates = true)
    {
        Fill("push_refused", ledger.ReadDeadLetters);
        Fill("push_unsettled", claims.ReadUnsettled);
        mirror.Refresh(ledger, Shape());
        warehouse.Execute($"""
            create or replace temp table push_candidates as
            select hashes.external_key, hashes.row_hash, held.fingerprint as confirmed
            from push_hashes as hashes
            left join {mirror.Rows} as held using (external_key)
            where held.row_hash is distinct from hashes.row_hash or hashes.external_key in (select external_key from push_unsettled)
            """);
        FetchCandidates();
        Compare(updates);
        mirror.Recognize();
        warehouse.Execute($"""
            create or replace temp table push_gone as
            select held.external_key
            from {mirror.Rows} as held
            anti join push_hashes using (external_key)
            where held.external_key not in (select external_key from push_unsettled)
            """);
        return warehouse.QuerySingle<PushDifference>($"""
            select
                (select count(*) from {mirror.Rows}) as Confirmed,
                (select count(*) from push_hashes) as Given,
                count(*) filter (outcome = 'create') as "Create",
                count(*) filter (outcome = 'update') as "Update",
                (select count(*) from push_hashes) - count(*) filter (outcome <> 'unchanged') as Unchanged,
                count(*) filter (outcome = 'withheld') as Withheld,
                (select count(*) from push_gone) as Gone
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
                select push_changes.external_key as Key, fingerprint as Fingerprint, to_json({Struct(columns, column => column.AsSent)})::varchar as Body
                from push_changes
                join push_rows on push_rows.{model.QuotedKey} = push_changes.external_key
                where position >= $from and position < $until
                order by position
                """, new { from, until = from + pageSize }).ToList();
            foreach (var batch in page.Chunk(batchSize))
                yield return batch;
            if (page.Count < pageSize)
                yield break;
        }
    }

    /// <summary>Keys that the target holds and the model no longer gives, in their order; those whose removal the target refused only when it is to be tried again.</summary>
    public IReadOnlyList<string> ReadGone() => [.. warehouse.Query<string>($"""
        select external_key
        from push_gone
        where external_key not in (select external_key from push_refused where fingerprint = '{PushLedger.Removal}')
        order by external_key
        """)];

    /// <summary>Keys of dead letters that nothing is owed for any more: the record is gone from the model, or is again as the target holds it.</summary>
    /// <param name="removes">Whether records that are gone from the model are to be removed from the target.</param>
    public IReadOnlyList<string> ReadMootDeadLetters(bool removes) => [.. warehouse.Query<string>($"""
        select refused.external_key
        from push_refused as refused
        left join push_compared as compared using (external_key)
        where coalesce(compared.outcome, 'unchanged') = 'unchanged'
            and not ({removes} and refused.external_key in (select external_key from push_gone))
        """)];

    /// <summary>Notes what is open after all was sent: refused, or without a known outcome.</summary>
    public void NoteOpen(PushLedger ledger, PushClaims claims)
    {
        Fill("push_open", row =>
        {
            ledger.ReadDeadLetters(row);
            claims.ReadUnsettled(row);
        });
    }

    public void Dispose()
    {
        warehouse.Execute("drop view if exists temp.push_model");
        warehouse.Execute(string.Concat(
            ((string[])["hashes", "candidates", "rows", "refused", "unsettled", "compared", "changes", "gone", "open", "advanced"]).Select(table => $"drop table if exists temp.push_{table};")));
    }

    /// <summary>What a hash of a row depends on beside its values. The fields are taken in the order of their names: a model whose columns were only moved sends nothing.</summary>
    private string Shape() =>
        $"{warehouse.ExecuteScalar<string>("select version()")} {string.Join(", ", columns.OrderBy(column => column.Name, StringComparer.Ordinal).Select(column => $"{column.Name} {column.Type}"))}";

    private void Hash() => warehouse.Execute($"""
        create or replace temp table push_hashes as
        select {model.QuotedKey}::varchar as external_key, hash({string.Join(", ", columns.OrderBy(column => column.Name, StringComparer.Ordinal).Select(column => column.AsFingerprinted))}) as row_hash
        from push_model
        """);

    /// <summary>The rows that may have changed, from a second run of the model; when there are none, it is not run.</summary>
    private void FetchCandidates()
    {
        var isAny = warehouse.ExecuteScalar<bool>("select count(*) > 0 from push_candidates");
        warehouse.Execute($"""
            create or replace temp table push_rows as
            select * replace ({model.QuotedKey}::varchar as {model.QuotedKey})
            from push_model
            where {isAny} and {model.QuotedKey}::varchar in (select external_key from push_candidates)
            """);
    }

    private void Compare(bool updates) => warehouse.Execute($"""
        create or replace temp table push_compared as
        with fingerprints as (
            select {model.QuotedKey} as external_key, md5(to_json({Struct(columns.OrderBy(column => column.Name, StringComparer.Ordinal), column => column.AsFingerprinted)})::varchar) as fingerprint
            from push_rows
        )
        select candidate.external_key, candidate.row_hash, source.fingerprint,
            case
                when unsettled.external_key is not null then 'unsettled'
                when candidate.confirmed = source.fingerprint then 'unchanged'
                when candidate.confirmed is not null and not {updates} then 'unchanged'
                when refused.fingerprint = source.fingerprint then 'withheld'
                when candidate.confirmed is null then 'create'
                else 'update'
            end as outcome
        from push_candidates as candidate
        join fingerprints as source using (external_key)
        left join push_refused as refused using (external_key)
        left join push_unsettled as unsettled using (external_key);

        create or replace temp table push_changes as
        select row_number() over (order by external_key) as position, external_key, fingerprint
        from push_compared
        where outcome in ('create', 'update');
        """);

    private void RefuseBadKeys()
    {
        var bad = warehouse.QueryFirstOrDefault<BadKey>("""
            select external_key as Key, count(*) as Rows
            from push_hashes
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
