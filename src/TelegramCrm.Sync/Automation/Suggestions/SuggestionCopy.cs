using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>Keeps a copy of the suggestions in the warehouse, where <c>analytics.article_suggestions</c> is made of it.</summary>
public static class SuggestionCopy
{
    private static readonly LedgerCopy<Suggestion> Copy = new(
        "ops.article_suggestions", "ticket_id || ' ' || article_id", suggestion => $"{suggestion.TicketId} {suggestion.ArticleId}", suggestion => suggestion.Change,
        (row, suggestion) => row.AppendValue(suggestion.TicketId).AppendValue(suggestion.ArticleId).AppendValue(suggestion.Change).AppendValue(suggestion.KnowledgeBase)
            .AppendValue(suggestion.Title).AppendValue(suggestion.Url).AppendValue(suggestion.Rank).AppendValue(suggestion.Score).AppendValue(suggestion.State)
            .AppendValue(suggestion.SuggestedAt.ToDateTimeOffset()).AppendValue(suggestion.SettledAt?.ToDateTimeOffset()).AppendValue(suggestion.Outcome));

    /// <summary>Brings <c>ops.article_suggestions</c> up to the ledger.</summary>
    /// <param name="connection">The working warehouse, in no transaction, while nobody else writes.</param>
    /// <param name="ledger">The suggestions.</param>
    public static void Write(DuckDBConnection connection, SuggestionLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(ledger);
        Copy.Write(connection, ledger.After);
    }
}
