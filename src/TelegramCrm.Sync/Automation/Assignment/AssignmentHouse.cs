using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>Assignment over an installation's two stores and its CRM.</summary>
/// <param name="configuration">The rules.</param>
/// <param name="calendars">The calendars that rules name.</param>
/// <param name="warehouse">The working warehouse, migrated.</param>
/// <param name="state">The state store.</param>
/// <param name="client">The CRM.</param>
/// <param name="sqlFolder">The folder of the program's SQL.</param>
/// <param name="time">The clock.</param>
/// <param name="logs">Makes loggers.</param>
public sealed class AssignmentHouse(
    AssignmentConfiguration configuration, IReadOnlyList<CalendarConfiguration> calendars, WarehouseFile warehouse, StateStore state, CrmClient client, string sqlFolder, TimeProvider time, ILoggerFactory logs)
{
    // Between the CRM's stamp on a record and its appearance in a list; what is later still comes with the sync.
    private static readonly Duration Overlap = Duration.FromMinutes(2);

    /// <summary>The decisions.</summary>
    public DecisionLedger Ledger { get; } = new(state);

    /// <summary>A room for one who asks what is or would be; the caller disposes it.</summary>
    public WaitingRoom OpenRoom() => new(configuration, calendars, new WorldReader(warehouse, sqlFolder), Ledger, new AutomationWatch(state), time);

    /// <summary>What looks, decides and sends; one for a process, which disposes it.</summary>
    public AssignmentPass OpenPass() => new(
        OpenRoom(), new CatchUp(warehouse, client, configuration.RequestPatience, Overlap, time), Ledger,
        new DecisionDelivery(Ledger, new DecisionSender(client, configuration.RequestPatience), warehouse, time), new AutomationWatch(state),
        new DecisionAlerts(Ledger, time, logs.CreateLogger<DecisionAlerts>()), time, logs.CreateLogger<AssignmentPass>());
}
