using Microsoft.Extensions.Logging;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>Article suggestions over an installation's two stores, its CRM and its knowledge base.</summary>
/// <param name="configuration">How many, and how well they must fit.</param>
/// <param name="knowledgeBase">The articles.</param>
/// <param name="redact">Takes the knowledge base's secrets out of a text.</param>
/// <param name="warehouse">The working warehouse, migrated.</param>
/// <param name="state">The state store.</param>
/// <param name="client">The CRM.</param>
/// <param name="sqlFolder">The folder of the program's SQL.</param>
/// <param name="time">The clock.</param>
/// <param name="logs">Makes loggers.</param>
public sealed class SuggestionHouse(
    SuggestionConfiguration configuration, IKnowledgeBase knowledgeBase, Func<string, string> redact, WarehouseFile warehouse, StateStore state, CrmClient client, string sqlFolder, TimeProvider time,
    ILoggerFactory logs) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>What was searched for and chosen.</summary>
    public SuggestionLedger Ledger { get; } = new(state);

    /// <summary>What looks, searches and attaches; the caller disposes it.</summary>
    public SuggestionPass OpenPass() => new(
        configuration, Ledger, new NewTickets(warehouse, sqlFolder, Ledger), knowledgeBase, new SuggestionSender(client, Ledger, configuration.RequestPatience, time), redact, turn, time, logs.CreateLogger<SuggestionPass>());

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
