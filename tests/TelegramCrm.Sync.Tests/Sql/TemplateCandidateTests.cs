namespace TelegramCrm.Sync.Tests.Sql;

/// <summary>Texts that agents type again and again, and that a template could save them.</summary>
public sealed class TemplateCandidateTests : IDisposable
{
    private const string Typed = "We have sent your refund of 20 EUR today.";

    private readonly SqlWarehouse warehouse = new();

    [Fact]
    public void The_same_words_in_five_tickets_are_one_whatever_the_figures_case_and_blanks()
    {
        Send([Typed, "we have sent your refund of 7 EUR today.", " We have sent  your refund of 1234 EUR today.\n", Typed, "We have sent your refund of 5 EUR today."]);
        warehouse.Build();
        Assert.Equal(
            """{"replies":5,"tickets":5,"agents":1,"first_sent_at":"2026-02-01 10:00:00+00","last_sent_at":"2026-02-05 10:00:00+00","example_ticket_id":"t5","example_message_id":"m5","example":"We have sent your refund of 5 EUR today."}""",
            Assert.Single(warehouse.Rows("select * exclude (candidate_id) from analytics.template_candidates")));
    }

    [Fact]
    public void Four_tickets_or_many_times_in_one_are_not_enough()
    {
        Send([Typed, Typed, Typed, Typed]);
        warehouse.Message("again", ticket: "t1", text: Typed).Message("and again", ticket: "t1", text: Typed).Build();
        Assert.Empty(warehouse.Rows("from analytics.template_candidates"));
    }

    [Theory]
    [InlineData("customer", "reply", null)]
    [InlineData("bot", "reply", null)]
    [InlineData("agent", "note", null)]
    [InlineData("agent", "reply", "tpl")]
    public void Only_public_replies_that_an_agent_typed_count(string author, string kind, string? template)
    {
        Send([Typed, Typed, Typed, Typed, Typed], author, kind, template);
        warehouse.Build();
        Assert.Empty(warehouse.Rows("from analytics.template_candidates"));
    }

    [Fact]
    public void A_reply_that_a_usage_names_was_not_typed_though_it_names_no_template_itself()
    {
        Send([Typed, Typed, Typed, Typed, Typed]);
        warehouse.Usage("u", ticket: "t3", message: "m3").Build();
        Assert.Empty(warehouse.Rows("from analytics.template_candidates"));
    }

    [Fact]
    public void Courtesies_are_none()
    {
        Send([.. Enumerable.Repeat("Thank you, have a nice day!", 9)]);
        warehouse.Build();
        Assert.Empty(warehouse.Rows("from analytics.template_candidates"));
    }

    public void Dispose() => warehouse.Dispose();

    private void Send(IReadOnlyList<string> texts, string author = "agent", string kind = "reply", string? template = null)
    {
        foreach (var (index, text) in texts.Index())
            warehouse.Ticket($"t{index + 1}").Message($"m{index + 1}", ticket: $"t{index + 1}", author: author, kind: kind, text: text, template: template, at: $"2026-02-{index + 1:00}T10:00:00Z");
    }
}
