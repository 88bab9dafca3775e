using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>Looks at waiting tickets soon after something was loaded, by webhooks or otherwise, for as long as the service runs.</summary>
/// <param name="pass">Looks.</param>
/// <param name="warehouse">Where loads are numbered.</param>
/// <param name="lease">Whether this node is the one that works.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when a look failed; the next one makes up for it.</param>
public sealed partial class AssignmentWatch(AssignmentPass pass, WarehouseFile warehouse, WorkLease lease, TimeProvider time, ILogger<AssignmentWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var connection = warehouse.Connect();
        using var ticks = new PeriodicTimer(Interval, time);
        for (var seen = -1L; await ticks.WaitForNextTickAsync(stoppingToken);)
        {
            try
            {
                var load = connection.ExecuteScalar<long>("select coalesce(max(load_id), 0) from ops.loads");
                if (!lease.IsHeld || load == seen)
                    continue;
                seen = load; // what the look itself loads is looked at once more, and then nothing is new; after a failure the schedule looks
                var outcome = await pass.RunAsync(stoppingToken, onlyIfKnown: true);
                if (outcome.Decided + outcome.Applied + outcome.Withdrawn + outcome.Failed > 0)
                    Looked(outcome.Decided, outcome.Applied, outcome.Withdrawn, outcome.Failed, outcome.Queued, outcome.Waiting);
            }
#pragma warning disable CA1031 // Whatever went wrong, decisions are recorded before they are sent, and the next look goes on.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "assignment: {Decided} decided, {Applied} applied, {Withdrawn} withdrawn, {Refused} refused; {Queued} wait for the CRM, {Waiting} tickets wait")]
    private partial void Looked(int decided, int applied, int withdrawn, int refused, int queued, int waiting);

    [LoggerMessage(Level = LogLevel.Error, Message = "Assignment: waiting tickets could not be looked at; the next look makes up for it")]
    private partial void Failed(Exception e);
}
