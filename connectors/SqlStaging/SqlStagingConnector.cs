using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Npgsql;

namespace TelegramCrm.Connectors.SqlStaging;

/// <summary>
/// Keeps tables of a PostgreSQL that another system reads: a table an entity, a row a record, our key its primary key. A batch is one transaction. Tables and
/// columns that are missing are made; nothing that others made is ever changed or dropped.
/// </summary>
/// <param name="settings">Which database, and what goes into it.</param>
public sealed class SqlStagingConnector(SqlStagingSettings settings) : IConnector, IRecordRemoval, IRecordListing
{
    /// <summary>What the configuration calls this connector.</summary>
    public const string Type = "sql-staging";

    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(settings.ConnectionString);

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedEntity> Receives { get; } = [.. settings.Entities.Select(entity => new ReceivedEntity(entity) { BatchSize = settings.RowsPerBatch })];

    /// <inheritdoc/>
    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await new StagingRights(connection, settings).ProveAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await StagingTable.FindAsync(connection, settings, key.Entity, cancellationToken) is not { } table)
            return null;
        var rows = (await new StagingRows(connection, table).ReadAsync([key.Value], locks: false, cancellationToken))[key.Value].ToList();
        return rows.Count > 1 ? throw Refusal.OfTwins(key, rows.Count) : rows.SingleOrDefault();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        var unnameable = batch.Records.Select(Refusal.Of).OfType<RecordRefused>().ToList();
        if (unnameable.Count > 0) // the mapping is the same for all
            return unnameable;
        try
        {
            return await InTransactionAsync(connection => WriteAsync(connection, batch, cancellationToken), cancellationToken);
        }
        catch (PostgresException error) when (Refusal.IsOfData(error))
        {
            return batch.Records is [var record] ? [Refusal.Of(record.Key, error, await MisfitAsync(record, cancellationToken))] : throw Refusal.OfBatch(error);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WriteResult>> RemoveAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            return await InTransactionAsync<IReadOnlyList<WriteResult>>(async connection =>
            {
                if (await StagingTable.FindAsync(connection, settings, batch.Entity, cancellationToken) is { } table)
                    await new StagingRows(connection, table).RemoveAsync(batch.Records.Select(record => record.Key.Value), batch.ClaimedAt, settings.DeletesRows, cancellationToken);
                return [.. batch.Records.Select(record => new RecordRemoved(record.Key))];
            }, cancellationToken);
        }
        catch (PostgresException error) when (Refusal.IsOfData(error)) // the reader's tables still refer to the row
        {
            return batch.Records is [var record] ? [Refusal.Of(record.Key, error, field: null)] : throw Refusal.OfBatch(error);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ListedRecord> ListAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await StagingTable.FindAsync(connection, settings, entity, cancellationToken) is not { } table)
            yield break;
        await foreach (var row in new StagingRows(connection, table).ListAsync(cancellationToken))
            yield return new(new ExternalKey(entity, row.Id), row);
    }

    private async Task<IReadOnlyList<WriteResult>> WriteAsync(NpgsqlConnection connection, PushBatch batch, CancellationToken cancellationToken)
    {
        var table = await StagingTable.EnsureAsync(connection, settings, batch, cancellationToken);
        var rows = new StagingRows(connection, table);
        var present = await rows.ReadAsync(batch.Records.Where(record => record.Known is not null).Select(record => record.Key.Value), locks: true, cancellationToken);
        var drifted = batch.Records.Where(record => HasDrifted(record, present[record.Key.Value].FirstOrDefault())).ToImmutableHashSet();
        var due = batch.Records.Where(record => !drifted.Contains(record)).ToList();
        var stored = due.Count > 0 ? await rows.UpsertAsync(due, batch.ClaimedAt, cancellationToken) : ImmutableDictionary<string, RemoteRecord>.Empty;
        return
        [
            .. drifted.Select(record => new RecordDrifted(record.Key, present[record.Key.Value].FirstOrDefault())),
            .. due.Select(record => stored.TryGetValue(record.Key.Value, out var row) ? new RecordWritten(record.Key, row) : (WriteResult)Refusal.OfSilence(record.Key)),
        ];
    }

    /// <summary>A record that is known without a revision was found by its key alone: there is nothing to compare.</summary>
    private static bool HasDrifted(PushRecord record, RemoteRecord? present) =>
        record.Known is { } known && (present is null || (known.Revision is not null && known.Revision != present.Revision));

    private async Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(connection);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private async Task<string?> MisfitAsync(PushRecord record, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await StagingTable.FindAsync(connection, settings, record.Key.Entity, cancellationToken) is { } table
            ? await new StagingRows(connection, table).FindMisfitAsync(record, cancellationToken)
            : null;
    }
}
