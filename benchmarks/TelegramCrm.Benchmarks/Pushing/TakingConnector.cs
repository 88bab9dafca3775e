using TelegramCrm.Connectors;

namespace TelegramCrm.Benchmarks.Pushing;

/// <summary>A target that takes whatever it is given, at once: what is measured is the engine.</summary>
internal sealed class TakingConnector(int batchSize) : IConnector
{
    /// <summary>Requests of any kind.</summary>
    public int Requests { get; private set; }

    public IReadOnlyList<ReceivedEntity> Receives { get; } = [new("tickets") { BatchSize = batchSize, RepeatsAreHarmless = true }];

    public Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        Requests++;
        return Task.FromResult(CheckResult.Ready("takes everything"));
    }

    public Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        Requests++;
        return Task.FromResult<IReadOnlyList<WriteResult>>([.. batch.Records.Select(record => new RecordWritten(record.Key, new RemoteRecord(record.Key.Value)))]);
    }
}
