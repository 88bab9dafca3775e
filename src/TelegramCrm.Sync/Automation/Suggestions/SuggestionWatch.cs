using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>Looks at new tickets soon after something was loaded.</summary>
/// <param name="pass">Looks.</param>
/// <param name="warehouse">Where loads are numbered.</param>
/// <param name="lease">Whether this node is the one that works.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what a look came to, and when one failed.</param>
public sealed partial class SuggestionWatch(SuggestionPass pass, WarehouseFile warehouse, WorkLease lease, TimeProvider time, ILogger<SuggestionWatch> log)
    : LoadWatch(warehouse, lease, time, log)
{
    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        var outcome = await pass.RunAsync(cancellationToken);
        if (outcome.Searched + outcome.Attached + outcome.Failed > 0)
            Looked(Log, outcome.Searched, outcome.Attached, outcome.Failed, outcome.Open, outcome.Waiting);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "suggestions: {Searched} tickets searched for, {Attached} articles attached, {Refused} refused; {Open} wait for the CRM, {Waiting} tickets wait")]
    private static partial void Looked(ILogger log, int searched, long attached, long refused, long open, int waiting);
}
