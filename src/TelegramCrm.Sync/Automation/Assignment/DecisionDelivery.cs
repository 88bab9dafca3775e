using NodaTime;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;
using static TelegramCrm.Sync.Automation.Assignment.AssignmentDecision;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>
/// Sends decisions, some at a time: marked as sending, sent, the tickets that came back loaded, and then settled. A crash at any point leaves at most those
/// few open, and the next process asks the CRM what became of them.
/// </summary>
/// <param name="ledger">Where they stand.</param>
/// <param name="sender">Sends one.</param>
/// <param name="warehouse">Where the tickets go that come back.</param>
/// <param name="time">The clock.</param>
public sealed class DecisionDelivery(DecisionLedger ledger, DecisionSender sender, WarehouseFile warehouse, TimeProvider time)
{
    private const int AtOnce = 100;
    private const int SideBySide = 8; // the client's gate lets fewer through where the configuration says so

    /// <summary>Sends until all are sent, or the CRM is away.</summary>
    /// <param name="decisions">Which, each with the version of its ticket that it holds for.</param>
    /// <param name="cancellationToken">Stops; what is on its way stays open.</param>
    /// <returns>What became of those that were tried.</returns>
    public async Task<IReadOnlyList<DecisionEnd>> SendAsync(IReadOnlyList<(AssignmentDecision Decision, Instant? Version)> decisions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        var ends = new List<DecisionEnd>();
        foreach (var chunk in decisions.Chunk(AtOnce))
        {
            ledger.MarkSending(chunk.Select(item => item.Decision.Number));
            var sent = new DecisionEnd?[chunk.Length];
            using var away = new CancellationTokenSource();
            await Parallel.ForEachAsync(chunk.Index(), new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken }, async (item, stop) =>
            {
                if (away.IsCancellationRequested)
                    return; // it stays open, and is sent when the CRM answers again
                var end = await sender.SendAsync(item.Item.Decision, item.Item.Version, stop);
                sent[item.Index] = end;
                if (end.State == Sending)
                    await away.CancelAsync();
            });
            var known = sent.OfType<DecisionEnd>().ToList();
            await LoadAsync(known, cancellationToken);
            ledger.Settle(known, Instant.FromDateTimeOffset(time.GetUtcNow()));
            ends.AddRange(known);
            if (away.IsCancellationRequested)
                break;
        }
        return ends;
    }

    /// <summary>What the CRM gave back is its newest word, and enters by the same door as everything else.</summary>
    private async Task LoadAsync(IEnumerable<DecisionEnd> ends, CancellationToken cancellationToken)
    {
        using var batch = new LoadBatch(warehouse, CatchUp.RunId, time);
        foreach (var ticket in ends.Select(end => end.Ticket).OfType<byte[]>())
            batch.Add(Streams.Tickets, ticket, serverNow: Instant.MaxValue);
        await batch.CommitAsync(null, cancellationToken);
    }
}
