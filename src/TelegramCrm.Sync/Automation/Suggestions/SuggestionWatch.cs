using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>Looks at new tickets soon after something was loaded, by webhooks or otherwise, for as long as the service runs.</summary>
/// <param name="pass">Looks.</param>
/// <param name="warehouse">Where loads are numbered.</param>
/// <param name="lease">Whether this node is the one that works.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when a look failed; the next one makes up for it.</param>
public sealed partial class SuggestionWatch(SuggestionPass pass, WarehouseFile warehouse, WorkLease lease, TimeProvider time, ILogger<SuggestionWatch> log) : BackgroundService
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
                seen = load; // after a failure the schedule looks
                var outcome = await pass.RunAsync(stoppingToken);
                if (outcome.Searched + outcome.Attached + outcome.Failed > 0)
                    Looked(outcome.Searched, outcome.Attached, outcome.Failed, outcome.Open, outcome.Waiting);
            }
#pragma warning disable CA1031 // Whatever went wrong, what was chosen is recorded before it is sent, and the next look goes on.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "suggestions: {Searched} tickets searched for, {Attached} articles attached, {Refused} refused; {Open} wait for the CRM, {Waiting} tickets wait")]
    private partial void Looked(int searched, long attached, long refused, long open, int waiting);

    [LoggerMessage(Level = LogLevel.Error, Message = "Suggestions: new tickets could not be looked at; the next look makes up for it")]
    private partial void Failed(Exception e);
}
