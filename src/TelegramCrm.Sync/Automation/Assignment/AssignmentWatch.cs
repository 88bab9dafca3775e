using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>Looks at waiting tickets soon after something was loaded.</summary>
/// <param name="pass">Looks.</param>
/// <param name="warehouse">Where loads are numbered.</param>
/// <param name="lease">Whether this node is the one that works.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what a look came to, and when one failed.</param>
public sealed partial class AssignmentWatch(AssignmentPass pass, WarehouseFile warehouse, WorkLease lease, TimeProvider time, ILogger<AssignmentWatch> log)
    : LoadWatch(warehouse, lease, time, log)
{
    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        var outcome = await pass.RunAsync(cancellationToken, onlyIfKnown: true);
        if (outcome.Decided + outcome.Applied + outcome.Withdrawn + outcome.Failed > 0)
            Looked(Log, outcome.Decided, outcome.Applied, outcome.Withdrawn, outcome.Failed, outcome.Queued, outcome.Waiting);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "assignment: {Decided} decided, {Applied} applied, {Withdrawn} withdrawn, {Refused} refused; {Queued} wait for the CRM, {Waiting} tickets wait")]
    private static partial void Looked(ILogger log, int decided, int applied, int withdrawn, int refused, int queued, int waiting);
}
