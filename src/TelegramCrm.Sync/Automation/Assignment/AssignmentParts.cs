using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>What a look at waiting tickets works with.</summary>
/// <param name="Reader">What is known.</param>
/// <param name="CatchUp">Learns what has changed.</param>
/// <param name="Ledger">The decisions.</param>
/// <param name="Delivery">Sends them.</param>
/// <param name="Watch">What is remembered between two looks.</param>
/// <param name="Alerts">Tells.</param>
public sealed record AssignmentParts(WorldReader Reader, CatchUp CatchUp, DecisionLedger Ledger, DecisionDelivery Delivery, AutomationWatch Watch, DecisionAlerts Alerts)
{
    // Between the CRM's stamp on a record and its appearance in a list; what is later still comes with the sync.
    private static readonly Duration Overlap = Duration.FromMinutes(2);

    /// <summary>Puts them together over an installation's stores.</summary>
    /// <param name="configuration">The rules.</param>
    /// <param name="warehouse">The working warehouse.</param>
    /// <param name="state">The state store.</param>
    /// <param name="client">The CRM.</param>
    /// <param name="sqlFolder">The folder of the program's SQL.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Makes loggers.</param>
    public static AssignmentParts Over(
        AssignmentConfiguration configuration, WarehouseFile warehouse, StateStore state, CrmClient client, string sqlFolder, TimeProvider time, ILoggerFactory logs)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var (ledger, patience) = (new DecisionLedger(state), configuration.RequestPatience);
        return new(
            new WorldReader(warehouse, sqlFolder),
            new CatchUp(warehouse, client, patience, Overlap, time),
            ledger,
            new DecisionDelivery(ledger, new DecisionSender(client, patience), warehouse, time),
            new AutomationWatch(state),
            new DecisionAlerts(ledger, time, logs.CreateLogger<DecisionAlerts>()));
    }
}
