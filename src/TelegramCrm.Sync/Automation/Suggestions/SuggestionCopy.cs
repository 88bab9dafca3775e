using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>Keeps a copy of the suggestions in the warehouse, where <c>analytics.article_suggestions</c> is made of it.</summary>
public static class SuggestionCopy
{
    /// <summary>Brings <c>ops.article_suggestions</c> up to the ledger: as a rule by what has changed, and from the beginning when the state was replaced.</summary>
    /// <param name="connection">The working warehouse, in no transaction, while nobody else writes.</param>
    /// <param name="ledger">The suggestions.</param>
    public static void Write(DuckDBConnection connection, SuggestionLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(ledger);
        var last = connection.QuerySingleOrDefault<(long Change, string Ticket, string Article)>(
            "select change_number, ticket_id, article_id from ops.article_suggestions order by change_number desc limit 1");
        var fromLast = ledger.After(Math.Max(0, last.Change - 1)); // the last one copied, if it is still there, comes first
        var isOfThisLedger = last.Change == 0 || fromLast.Any(suggestion => suggestion.Change >= last.Change && (suggestion.TicketId, suggestion.ArticleId) == (last.Ticket, last.Article));
        var changed = isOfThisLedger ? fromLast.Where(suggestion => suggestion.Change > last.Change).ToList() : ledger.After(0);
        if (isOfThisLedger && changed.Count == 0)
            return;
        using var transaction = connection.BeginTransaction();
        if (!isOfThisLedger)
            connection.Execute("delete from ops.article_suggestions");
        Append(connection, changed);
        connection.Execute("""
            delete from ops.article_suggestions
            where change_number <= $Change and (ticket_id, article_id) in (select (ticket_id, article_id) from ops.article_suggestions where change_number > $Change)
            """, new { last.Change });
        transaction.Commit();
    }

    private static void Append(DuckDBConnection connection, IEnumerable<Suggestion> suggestions)
    {
        using var appender = connection.CreateAppender("ops", "article_suggestions");
        foreach (var suggestion in suggestions)
        {
            appender.CreateRow().AppendValue(suggestion.TicketId).AppendValue(suggestion.ArticleId).AppendValue(suggestion.Change).AppendValue(suggestion.KnowledgeBase)
                .AppendValue(suggestion.Title).AppendValue(suggestion.Url).AppendValue(suggestion.Rank).AppendValue(suggestion.Score).AppendValue(suggestion.State)
                .AppendValue(suggestion.SuggestedAt.ToDateTimeOffset()).AppendValue(suggestion.SettledAt?.ToDateTimeOffset()).AppendValue(suggestion.Outcome).EndRow();
        }
    }
}
