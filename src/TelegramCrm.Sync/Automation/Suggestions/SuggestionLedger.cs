using System.Text.Json;
using Dapper;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>Which tickets were searched for and what was chosen for them, in the state store. A ticket is searched for once, and an article chosen once for a ticket, whoever looks.</summary>
/// <param name="state">The store.</param>
public sealed class SuggestionLedger(StateStore state)
{
    private const string Watch = "suggestions";

    private const int MostAsked = 1_000; // engines take some 30,000 parameters

    private const string Columns = """
        ticket_id as "TicketId", article_id as "ArticleId", knowledge_base as "KnowledgeBase", title as "Title", url as "Url", rank as "Rank", score as "Score", state as "State",
        suggested_at as "SuggestedAt", settled_at as "SettledAt", outcome as "Outcome", change_number as "Change"
        """;

    private const string NextChange = "(select coalesce(max(change_number), 0) + 1 from suggestions)";

    /// <summary>When somebody first looked for new tickets with this state; that is now, if nobody did.</summary>
    /// <param name="now">The present instant.</param>
    public Instant BegunAt(Instant now)
    {
        using var connection = state.Connect();
        connection.Execute("insert into automation_watch (name, noted_at) values (@Watch, @now) on conflict (name) do nothing", new { Watch, now = now.ToText() });
        return StateTime.ToInstant(connection.QuerySingle<string>("select noted_at from automation_watch where name = @Watch", new { Watch }));
    }

    /// <summary>Records a search with what was chosen, all or none; a ticket that was searched for already is left as it is.</summary>
    /// <param name="search">The search.</param>
    /// <param name="chosen">What was chosen.</param>
    /// <returns>Whether it is new.</returns>
    public bool Record(SuggestionSearch search, IEnumerable<Suggestion> chosen)
    {
        ArgumentNullException.ThrowIfNull(search);
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        var isNew = connection.Execute("""
            insert into suggestion_searches (ticket_id, searched_at, knowledge_base, language, terms, found_count, outcome)
            values (@TicketId, @searchedAt, @KnowledgeBase, @Language, @terms, @Found, @Outcome)
            on conflict (ticket_id) do nothing
            """, new { search.TicketId, searchedAt = search.SearchedAt.ToText(), search.KnowledgeBase, search.Language, terms = JsonSerializer.Serialize(search.Terms), search.Found, search.Outcome }, transaction) > 0;
        foreach (var suggestion in isNew ? chosen : [])
        {
            connection.Execute($"""
                insert into suggestions (ticket_id, article_id, knowledge_base, title, url, rank, score, state, suggested_at, change_number)
                values (@TicketId, @ArticleId, @KnowledgeBase, @Title, @Url, @Rank, @Score, 'chosen', @suggestedAt, {NextChange})
                on conflict (ticket_id, article_id) do nothing
                """, new { suggestion.TicketId, suggestion.ArticleId, suggestion.KnowledgeBase, suggestion.Title, suggestion.Url, suggestion.Rank, suggestion.Score, suggestedAt = suggestion.SuggestedAt.ToText() }, transaction);
        }
        transaction.Commit();
        return isNew;
    }

    /// <summary>Records what became of a suggestion.</summary>
    /// <param name="suggestion">Which.</param>
    /// <param name="newState">Its state now.</param>
    /// <param name="outcome">Why, in words; null for nothing to say.</param>
    /// <param name="now">The present instant.</param>
    public void Settle(Suggestion suggestion, string newState, string? outcome, Instant now)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        using var connection = state.Connect();
        connection.Execute(
            $"update suggestions set state = @newState, outcome = @outcome, settled_at = @now, change_number = {NextChange} where ticket_id = @TicketId and article_id = @ArticleId and state = 'chosen'",
            new { suggestion.TicketId, suggestion.ArticleId, newState, outcome, now = now.ToText() });
    }

    /// <summary>What is chosen and not known to be attached, the oldest first.</summary>
    public IReadOnlyList<Suggestion> Open() => Read($"select {Columns} from suggestions where state = 'chosen' order by suggested_at, ticket_id, rank");

    /// <summary>What was chosen for a ticket, the best first.</summary>
    /// <param name="ticketId">The ticket.</param>
    public IReadOnlyList<Suggestion> Of(string ticketId) => Read($"select {Columns} from suggestions where ticket_id = @ticketId order by rank", new { ticketId });

    /// <summary>How a ticket was searched for; null when it was not.</summary>
    /// <param name="ticketId">The ticket.</param>
    public SuggestionSearch? SearchOf(string ticketId)
    {
        using var connection = state.Connect();
        return connection.QuerySingleOrDefault<SearchRow>("""
            select ticket_id as "TicketId", searched_at as "SearchedAt", knowledge_base as "KnowledgeBase", language as "Language", terms as "Terms", found_count as "Found", outcome as "Outcome"
            from suggestion_searches where ticket_id = @ticketId
            """, new { ticketId })?.ToSearch();
    }

    /// <summary>Whether a ticket was searched for.</summary>
    /// <param name="ticketId">The ticket.</param>
    public bool Knows(string ticketId)
    {
        using var connection = state.Connect();
        return connection.ExecuteScalar<long>("select count(*) from suggestion_searches where ticket_id = @ticketId", new { ticketId }) > 0;
    }

    /// <summary>Those of some tickets that were searched for.</summary>
    /// <param name="ticketIds">The tickets.</param>
    public IReadOnlySet<string> Known(IEnumerable<string> ticketIds)
    {
        using var connection = state.Connect();
        return ticketIds.Chunk(MostAsked)
            .SelectMany(ids => connection.Query<string>("select ticket_id from suggestion_searches where ticket_id in @ids", new { ids })).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Suggestions that changed behind a change, in the order of their changes.</summary>
    /// <param name="change">0 for all.</param>
    public IReadOnlyList<Suggestion> After(long change) => Read($"select {Columns} from suggestions where change_number > @change order by change_number", new { change });

    /// <summary>How many suggestions are in each state.</summary>
    public IReadOnlyDictionary<string, long> Counts()
    {
        using var connection = state.Connect();
        return connection.Query<(string State, long Count)>("select state, count(*) from suggestions group by state").ToDictionary(row => row.State, row => row.Count);
    }

    private List<Suggestion> Read(string sql, object? parameters = null)
    {
        using var connection = state.Connect();
        return [.. connection.Query<Row>(sql, parameters).Select(row => row.ToSuggestion())];
    }

    private sealed record SearchRow(string TicketId, string SearchedAt, string KnowledgeBase, string? Language, string Terms, long Found, string Outcome)
    {
        public SuggestionSearch ToSearch() => new(TicketId, StateTime.ToInstant(SearchedAt), KnowledgeBase, Language, JsonSerializer.Deserialize<string[]>(Terms)!, Found, Outcome);
    }

    private sealed record Row(
        string TicketId, string ArticleId, string KnowledgeBase, string Title, string Url, long Rank, double Score, string State, string SuggestedAt, string? SettledAt, string? Outcome, long Change)
    {
        public Suggestion ToSuggestion() => new(TicketId, ArticleId)
        {
            KnowledgeBase = KnowledgeBase,
            Title = Title,
            Url = Url,
            Rank = Rank,
            Score = Score,
            State = State,
            SuggestedAt = StateTime.ToInstant(SuggestedAt),
            SettledAt = SettledAt is null ? null : StateTime.ToInstant(SettledAt),
            Outcome = Outcome,
            Change = Change,
        };
    }
}
