using Dapper;

namespace TelegramCrm.Sync.Tests.Sql;

public sealed class TemplateSummaryTests : IDisposable
{
    private readonly SqlWarehouse warehouse = new SqlWarehouse().Ticket("t").Ticket("t2").Ticket("t3");

    [Fact]
    public void A_template_s_figures_agree_with_those_counted_by_hand()
    {
        warehouse.Template("tpl", "Hi {{name}}", article: "kb").Template("unused")
            .Message("m1", text: "Hi Ada", template: "tpl").Message("m2", ticket: "t2", text: "Dear Ada", template: "tpl").Message("m3").Message("m4", kind: "note").Message("m5", author: "bot").Message("m6", ticket: "t3")
            .Usage("u1", message: "m1").Usage("u2", ticket: "t2", message: "m2", agent: "agent-2").Usage("u3", ticket: "t2", message: "note", at: "2026-02-20T10:00:00Z")
            .Event("e", "reopened", "2026-02-03T00:00:00Z", ticket: "t2");
        warehouse.Connection.Execute("insert into analytics.ticket_metrics values ('t', 100), ('t2', 300), ('t3', 9000)");
        warehouse.Build();
        Assert.Equal(
        [
            """{"template_id":"tpl","title":"Title of tpl","article_id":"kb","usages":3,"usages_30d":3,"usages_prev_30d":0,"tickets":2,"agents":2,"share_of_agent_replies":0.75,"last_used_at":"2026-02-20 10:00:00+00","reopened_after_use":1,"edited_before_send_share":0.5,"active_resolution_business_p50":100,"unused_days":9,"deleted_at":null,"locale":null,"updated_at":"2026-01-01 00:00:00+00","article_templates":1,"queues":0,"usages_trend":null,"edit_share":0.3333333335,"effect_business_seconds":null,"effect_tickets":0,"effect_other_tickets":0,"is_unused":false,"is_stale":false}""",
            """{"template_id":"unused","title":"Title of unused","article_id":null,"usages":0,"usages_30d":0,"usages_prev_30d":0,"tickets":0,"agents":0,"share_of_agent_replies":0.0,"last_used_at":null,"reopened_after_use":0,"edited_before_send_share":null,"active_resolution_business_p50":null,"unused_days":null,"deleted_at":null,"locale":null,"updated_at":"2026-01-01 00:00:00+00","article_templates":null,"queues":0,"usages_trend":null,"edit_share":null,"effect_business_seconds":null,"effect_tickets":0,"effect_other_tickets":0,"is_unused":false,"is_stale":false}""",
        ], warehouse.Rows("from analytics.template_summary order by template_id"));
        Assert.Empty(warehouse.FailingTests("template_usages_add_up", "analytics.template_summary.key"));
    }

    [Theory]
    [InlineData("2026-03-01T12:00:00Z", 1, 0)]
    [InlineData("2026-03-01T12:00:01Z", 0, 0)]
    [InlineData("2026-01-30T12:00:01Z", 1, 0)]
    [InlineData("2026-01-30T12:00:00Z", 0, 1)]
    [InlineData("2025-12-31T12:00:01Z", 0, 1)]
    [InlineData("2025-12-31T12:00:00Z", 0, 0)]
    public void A_usage_falls_into_the_last_30_days_the_30_before_or_neither(string at, int last, int previous)
    {
        warehouse.Template("tpl", article: "kb").Usage("u", at: at).Build();
        Assert.Equal((1, last, previous), warehouse.One<(int, int, int)>("select usages, usages_30d, usages_prev_30d from analytics.template_summary"));
        Assert.Equal((1, last), warehouse.One<(int, int)>("select usages, usages_30d from analytics.article_summary"));
    }

    [Theory]
    [InlineData("2026-03-01T12:00:00Z", 0)]
    [InlineData("2026-02-28T12:00:01Z", 0)]
    [InlineData("2026-02-28T12:00:00Z", 1)]
    [InlineData("2025-03-01T12:00:00Z", 365)]
    [InlineData("2026-03-02T12:00:00Z", 0)]
    public void Unused_days_are_whole_days_since_the_last_use_and_never_negative(string at, int days)
    {
        warehouse.Template("tpl").Usage("u", at: at).Build();
        Assert.Equal(days, warehouse.One<int>("select unused_days from analytics.template_summary"));
    }

    [Fact]
    public void A_template_that_was_used_but_is_not_listed_has_a_row_without_a_title()
    {
        warehouse.Usage("u", template: "lost").Build();
        Assert.Equal(("lost", null, 1), warehouse.One<(string, string?, int)>("select template_id, title, usages from analytics.template_summary"));
    }

    [Fact]
    public void Without_any_reply_the_share_is_unknown()
    {
        warehouse.Template("tpl").Usage("u").Build();
        Assert.True(warehouse.One<bool>("select share_of_agent_replies is null from analytics.template_summary"));
    }

    [Fact]
    public void A_ticket_weighs_once_in_the_median_however_often_the_template_was_used()
    {
        warehouse.Template("tpl").Usage("u1").Usage("u2").Usage("u3").Usage("u4", ticket: "t2").Usage("u5", ticket: "t3");
        warehouse.Connection.Execute("insert into analytics.ticket_metrics values ('t', 900), ('t2', 100), ('t3', 200)");
        warehouse.Build();
        Assert.Equal(200, warehouse.One<long>("select active_resolution_business_p50 from analytics.template_summary"));
    }

    [Fact]
    public void An_article_sums_the_templates_that_carry_it_and_the_tickets_it_is_attached_to()
    {
        warehouse.Template("a", article: "kb").Template("b", article: "kb").Template("gone", article: "kb", deleted: true).Template("plain")
            .Usage("u1", template: "a").Usage("u2", template: "b").Usage("u3", template: "gone", ticket: "t2", at: "2025-06-01T00:00:00Z").Usage("u4", template: "plain", ticket: "t3")
            .Event("e", "reopened", "2026-02-02T00:00:00Z")
            .Ticket("t4", article: "kb", updatedAt: "2026-02-05T00:00:00Z").Ticket("t5", article: "kb").Ticket("t6", article: "loose").Build();
        Assert.Equal(
        [
            """{"article_id":"kb","title":"kb in t4","usages":3,"usages_30d":2,"tickets":2,"templates":2,"attached_to_tickets":2,"reopened_after_use":1,"usages_prev_30d":0,"url":null,"language":null}""",
            """{"article_id":"loose","title":"loose in t6","usages":0,"usages_30d":0,"tickets":0,"templates":0,"attached_to_tickets":1,"reopened_after_use":0,"usages_prev_30d":0,"url":null,"language":null}""",
        ], warehouse.Rows("from analytics.article_summary order by article_id"));
    }

    [Fact]
    public void A_knowledge_base_knows_an_article_s_title_better_than_a_ticket_that_has_it_attached()
    {
        warehouse.Template("a", article: "kb").Ticket("t4", article: "kb");
        warehouse.Connection.Execute("insert into staging.articles values ('wiki', 'kb', 'Refunds', 'https://wiki.example/kb', 'de', now()), ('other', 'loose', 'Nobody uses it', 'https://wiki.example/loose', null, now())");
        warehouse.Build();
        Assert.Equal(("kb", "Refunds", "https://wiki.example/kb", "de"), warehouse.One<(string, string, string, string)>("select article_id, title, url, language from analytics.article_summary"));
    }

    [Theory]
    [InlineData("2025-12-01T12:00:00Z", null, true)]
    [InlineData("2025-12-01T12:00:01Z", null, false)] // there for less than 90 days
    [InlineData("2025-01-01T00:00:00Z", "2025-12-01T12:00:00Z", true)]
    [InlineData("2025-01-01T00:00:00Z", "2025-12-01T12:00:01Z", false)]
    public void A_template_that_nobody_used_for_90_days_is_unused_unless_it_is_newer(string updatedAt, string? usedAt, bool isUnused)
    {
        warehouse.Template("tpl", updatedAt: updatedAt).Template("gone", updatedAt: "2024-01-01T00:00:00Z", deleted: true);
        if (usedAt is not null)
            warehouse.Usage("u", at: usedAt);
        warehouse.Build();
        Assert.Equal((isUnused, false), (warehouse.One<bool>("select is_unused from analytics.template_summary where template_id = 'tpl'"), warehouse.One<bool>("select is_unused from analytics.template_summary where template_id = 'gone'")));
    }

    [Theory]
    [InlineData("2025-03-01T12:00:00Z", "2026-02-20T00:00:00Z", true)]
    [InlineData("2025-03-01T12:00:01Z", "2026-02-20T00:00:00Z", false)]
    [InlineData("2025-03-01T12:00:00Z", "2026-01-20T00:00:00Z", false)]
    public void A_text_that_is_in_use_and_was_not_looked_at_for_a_year_is_stale(string updatedAt, string usedAt, bool isStale)
    {
        warehouse.Template("tpl", updatedAt: updatedAt).Usage("u", at: usedAt).Build();
        Assert.Equal(isStale, warehouse.One<bool>("select is_stale from analytics.template_summary"));
    }

    [Fact]
    public void The_trend_compares_30_days_with_the_30_before()
    {
        warehouse.Template("tpl").Usage("u1").Usage("u2").Usage("u3").Usage("u4", at: "2026-01-10T00:00:00Z").Usage("u5", at: "2026-01-11T00:00:00Z").Build();
        Assert.Equal(0.5, warehouse.One<double>("select usages_trend from analytics.template_summary"));
    }

    [Fact]
    public void A_deleted_template_that_is_still_used_and_one_without_a_title_have_their_rows()
    {
        warehouse.Raw("templates", """{"id":"nameless","body":"Hello","version":1,"updated_at":"2026-01-01T00:00:00Z"}""").Template("gone", deleted: true)
            .Usage("u1", template: "nameless").Usage("u2", template: "gone", at: "2026-02-20T00:00:00Z").Build();
        Assert.Equal(
            [("gone", "Title of gone", 1, true), ("nameless", null, 1, false)],
            warehouse.Connection.Query<(string, string?, int, bool)>("select template_id, title, usages_30d, last_used_at > deleted_at from analytics.template_summary order by all").Select(row => (row.Item1, row.Item2, row.Item3, row.Item4)));
    }

    [Fact]
    public void Counts_that_disagree_fail_a_data_test()
    {
        warehouse.Template("tpl").Usage("u").Build();
        warehouse.Connection.Execute("delete from analytics.template_usage_daily");
        Assert.Equal(["template_usages_add_up"], warehouse.FailingTests("template_usages_add_up"));
    }

    public void Dispose() => warehouse.Dispose();
}
