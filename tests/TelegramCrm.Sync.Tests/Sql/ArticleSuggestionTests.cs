using Dapper;
using NodaTime;
using TelegramCrm.Sync.Automation.Suggestions;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Tests.Sql;

public sealed class ArticleSuggestionTests : IDisposable
{
    private static readonly Instant At = Instant.FromUtc(2026, 2, 1, 10, 0);

    private readonly string folder = Directory.CreateTempSubdirectory("suggestions-").FullName;
    private readonly SqlWarehouse warehouse = new SqlWarehouse().Ticket("t").Ticket("gone", deleted: true)
        .Template("carrier", article: "a").Template("other", article: "z");

    [Fact]
    public void A_suggestion_is_used_by_a_later_template_that_carries_it_or_by_its_link_in_a_later_reply_of_an_agent()
    {
        Suggest("t", "a", "b", "c", "refused");
        Suggest("gone", "a");
        warehouse.Usage("before", template: "carrier", at: "2026-02-01T09:59:59Z").Usage("wrong", template: "other", at: "2026-02-01T11:00:00Z")
            .Usage("first", template: "carrier", agent: "ag-2", at: "2026-02-01T11:00:00Z").Usage("second", template: "carrier", agent: "ag-3", at: "2026-02-01T12:00:00Z")
            .Message("m1", text: "see https://kb.example.com/b for more", at: "2026-02-01T11:30:00Z")
            .Message("m2", text: "https://kb.example.com/c", author: "customer", at: "2026-02-01T11:40:00Z")
            .Message("m3", text: "https://kb.example.com/c", kind: "note", at: "2026-02-01T11:50:00Z")
            .Build();
        Assert.Equal(
            [
                """{"article_id":"a","rank":1,"score":0.75,"used":true,"used_at":"2026-02-01 11:00:00+00","used_by":"ag-2","used_how":"template"}""",
                """{"article_id":"b","rank":2,"score":0.75,"used":true,"used_at":"2026-02-01 11:30:00+00","used_by":"agent-1","used_how":"link"}""",
                """{"article_id":"c","rank":3,"score":0.75,"used":false,"used_at":null,"used_by":null,"used_how":null}""",
            ],
            warehouse.Rows("select article_id, rank, score, used, used_at, used_by, used_how from analytics.article_suggestions where ticket_id = 't' order by rank"));
        Assert.Empty(warehouse.Rows("from analytics.article_suggestions where ticket_id <> 't'"));
    }

    [Fact]
    public void The_copy_takes_what_changed_and_begins_anew_when_the_state_was_replaced()
    {
        Suggest("t", "a", "b");
        var ledger = Ledger();
        ledger.Record(Search("t2"), [Suggestion("t2", "c", 1)]);
        Assert.Equal(["a attached", "b attached", "c chosen"], Copied(ledger));
        ledger.Settle(ledger.Open().Single(), Sync.Automation.Suggestions.Suggestion.Attached, null, At);
        Assert.Equal(["a attached", "b attached", "c attached"], Copied(ledger));
        ledger = Ledger("another.db");
        ledger.Record(Search("t3"), [Suggestion("t3", "d", 1)]);
        Assert.Equal(["d chosen"], Copied(ledger));
    }

    private string[] Copied(SuggestionLedger ledger)
    {
        SuggestionCopy.Write(warehouse.Connection, ledger);
        return [.. warehouse.Connection.Query<string>("select article_id || ' ' || state from ops.article_suggestions order by 1")];
    }

    private void Suggest(string ticket, params string[] articles)
    {
        var ledger = Ledger();
        ledger.Record(Search(ticket), articles.Select((article, place) => Suggestion(ticket, article, place + 1)));
        foreach (var open in ledger.Open())
            ledger.Settle(open, open.ArticleId == "refused" ? Sync.Automation.Suggestions.Suggestion.Failed : Sync.Automation.Suggestions.Suggestion.Attached, null, At);
        SuggestionCopy.Write(warehouse.Connection, ledger);
    }

    private SuggestionLedger Ledger(string file = "state.db") => new(StateStore.Open(new SqliteState(Path.Combine(folder, file))));

    private static SuggestionSearch Search(string ticket) => new(ticket, At, "wiki", "en", ["word"], 3, "chosen");

    private static Suggestion Suggestion(string ticket, string article, int rank) => new(ticket, article)
    {
        KnowledgeBase = "wiki",
        Title = article,
        Url = $"https://kb.example.com/{article}",
        Rank = rank,
        Score = 0.75,
        SuggestedAt = At,
    };

    public void Dispose()
    {
        warehouse.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
