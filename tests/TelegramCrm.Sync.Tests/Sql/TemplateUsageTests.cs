using Dapper;

namespace TelegramCrm.Sync.Tests.Sql;

public sealed class TemplateUsageTests : IDisposable
{
    private readonly SqlWarehouse warehouse = new SqlWarehouse().Ticket("t");

    [Fact]
    public void A_reply_from_a_template_that_no_usage_names_is_a_usage()
    {
        warehouse.Message("m1", template: "tpl").Message("m2", template: "tpl", at: "2026-02-01T11:00:00Z").Usage("u1", message: "m1").Build();
        Assert.Equal(
            ["""{"usage_id":"message:m2","template_version":null,"agent_id":"agent-1","applied_at":"2026-02-01 11:00:00+00","is_inferred":true}""", """{"usage_id":"u1","template_version":1,"agent_id":"agent-1","applied_at":"2026-02-01 10:00:00+00","is_inferred":false}"""],
            warehouse.Rows("select usage_id, template_version, agent_id, applied_at, is_inferred from analytics.template_usages order by usage_id"));
    }

    [Fact]
    public void A_usage_that_names_no_message_accounts_for_the_earliest_reply_of_its_ticket_and_template()
    {
        warehouse.Usage("u1").Usage("other", template: "tpl-2")
            .Message("m1", template: "tpl").Message("m2", template: "tpl", at: "2026-02-01T11:00:00Z").Build();
        Assert.Equal(["message:m2", "other", "u1"], warehouse.Connection.Query<string>("select usage_id from analytics.template_usages order by usage_id"));
    }

    [Theory]
    [InlineData("bot", "reply")]
    [InlineData("customer", "reply")]
    [InlineData("agent", "note")]
    public void Only_an_agent_s_reply_counts_as_a_usage_by_itself(string author, string kind)
    {
        warehouse.Message("m", author: author, kind: kind, template: "tpl").Build();
        Assert.Empty(warehouse.Rows("from analytics.template_usages"));
    }

    [Theory]
    [InlineData("Hello", "Hello", false)]
    [InlineData("Hello", "Hello!", true)]
    [InlineData("Hello", " Hello\r\n", false)]
    [InlineData("a\r\nb", "a\nb", false)]
    [InlineData("Hi {{name}}, bye", "Hi Ada, bye", false)]
    [InlineData("Hi {{name}}, bye", "Hi , bye", false)]
    [InlineData("Hi {{name}}, bye", "Hi {{name}}, bye", false)]
    [InlineData("Hi {{name}}, bye", "Hi Ada\nLovelace, bye", false)]
    [InlineData("Hi {{name}}, bye", "Hi Ada, good bye", true)]
    [InlineData("Hi {{ first name }} and {{x}}", "Hi A and B", false)]
    [InlineData("{{greeting}}", "", false)]
    [InlineData("100%", "100 of them", true)]
    [InlineData("100%", "100%", false)]
    [InlineData("a_b \\ {c}", "a_b \\ {c}", false)]
    [InlineData("a_b", "axb", true)]
    [InlineData("(.*) [x]", "(.*) [x]", false)]
    [InlineData("Ahoj, {{jméno}} 🐴", "Ahoj, Žofie 🐴", false)]
    [InlineData("hello", "Hello", true)]
    public void A_text_is_edited_when_no_filling_of_the_variables_gives_it(string body, string sent, bool edited)
    {
        warehouse.Template("tpl", body).Message("m", text: sent, template: "tpl").Usage("u", message: "m").Build();
        Assert.Equal(edited, warehouse.One<bool?>("select edited_before_send from analytics.template_usages"));
    }

    [Theory]
    [InlineData("""{"id":"tpl","body":"Hello","version":2,"updated_at":"2026-01-01T00:00:00Z"}""", "another version was applied")]
    [InlineData("""{"id":"tpl","body":null,"version":1,"updated_at":"2026-01-01T00:00:00Z"}""", "it has no body")]
    [InlineData("""{"id":"other","body":"Hello","version":1,"updated_at":"2026-01-01T00:00:00Z"}""", "the template is not known")]
    public void Whether_a_text_was_edited_is_unknown_without_the_body_that_was_applied(string template, string because)
    {
        warehouse.Raw("templates", template).Message("m", template: "tpl").Usage("u", message: "m").Build();
        Assert.True(warehouse.One<bool>("select edited_before_send is null from analytics.template_usages"), because);
    }

    [Theory]
    [InlineData(null, null, "the text is not known")]
    [InlineData("Hello", "2026-02-01T12:00:00Z", "the message was changed after it was sent")]
    public void Whether_a_text_was_edited_is_unknown_without_the_text_that_was_sent(string? text, string? editedAt, string because)
    {
        warehouse.Template("tpl").Message("m", text: text, template: "tpl", editedAt: editedAt).Usage("u", message: "m").Usage("without", message: null).Build();
        Assert.True(warehouse.One<bool>("select bool_and(edited_before_send is null) from analytics.template_usages"), because);
    }

    [Theory]
    [InlineData("2026-02-01T10:00:00Z", false)]
    [InlineData("2026-02-01T10:00:01Z", null)]
    public void A_usage_without_a_version_used_today_s_body_if_that_is_older(string updatedAt, bool? edited)
    {
        warehouse.Template("tpl", version: 7, updatedAt: updatedAt).Message("m", template: "tpl").Build();
        Assert.Equal(edited, warehouse.One<bool?>("select edited_before_send from analytics.template_usages"));
    }

    [Theory]
    [InlineData("2026-02-01T09:59:59Z", false)]
    [InlineData("2026-02-01T10:00:00Z", false)]
    [InlineData("2026-02-01T10:00:01Z", true)]
    [InlineData("2026-02-08T10:00:00Z", true)]
    [InlineData("2026-02-08T10:00:01Z", false)]
    public void A_reopening_counts_after_the_use_and_up_to_7_days(string reopenedAt, bool counts)
    {
        warehouse.Usage("u").Event("e", "reopened", reopenedAt).Build();
        Assert.Equal(counts, warehouse.One<bool>("select reopened_after_use_at is not null from analytics.template_usages"));
    }

    [Theory]
    [InlineData("resolved", "open", true)]
    [InlineData("closed", "pending", true)]
    [InlineData("resolved", "closed", false)]
    [InlineData("pending", "open", false)]
    public void A_way_back_from_resolved_or_closed_is_a_reopening_too(string from, string to, bool counts)
    {
        warehouse.Usage("u").Event("e", "status_changed", "2026-02-02T00:00:00Z", from, to).Build();
        Assert.Equal(counts, warehouse.One<bool>("select reopened_after_use_at is not null from analytics.template_usages"));
    }

    [Fact]
    public void One_reopening_told_by_two_events_and_another_later_do_not_double_the_usage()
    {
        warehouse.Usage("u")
            .Event("e1", "status_changed", "2026-02-02T00:00:00Z", "resolved", "open").Event("e2", "reopened", "2026-02-02T00:00:00Z").Event("e3", "reopened", "2026-02-03T00:00:00Z")
            .Event("elsewhere", "reopened", "2026-02-01T12:00:00Z", ticket: "t2").Build();
        Assert.Equal("""{"reopened_after_use_at":"2026-02-02 00:00:00+00"}""", Assert.Single(warehouse.Rows("select reopened_after_use_at from analytics.template_usages")));
    }

    [Fact]
    public void A_day_is_a_UTC_day_and_unknown_agents_and_queues_have_rows_of_their_own()
    {
        warehouse.Ticket("t2", queue: "q")
            .Usage("u1", at: "2026-02-01T23:30:00-02:00").Usage("u2", at: "2026-02-02T23:59:59Z").Usage("u3", agent: null, at: "2026-02-02T00:00:00Z").Usage("u4", ticket: "t2", at: "2026-02-02T00:00:00Z").Build();
        Assert.Equal(
        [
            """{"day":"2026-02-02","agent_id":"agent-1","queue_id":"q","usages":1,"tickets":1}""",
            """{"day":"2026-02-02","agent_id":"agent-1","queue_id":null,"usages":2,"tickets":1}""",
            """{"day":"2026-02-02","agent_id":null,"queue_id":null,"usages":1,"tickets":1}""",
        ], warehouse.Rows("select day, agent_id, queue_id, usages, tickets from analytics.template_usage_daily order by all"));
        Assert.Empty(warehouse.FailingTests("analytics.template_usage_daily.key", "template_usages_add_up"));
    }

    public void Dispose() => warehouse.Dispose();
}
