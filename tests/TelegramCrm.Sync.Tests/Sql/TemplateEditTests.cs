using Dapper;

namespace TelegramCrm.Sync.Tests.Sql;

/// <summary>How far a sent text lies from what its template said, as docs/warehouse.md defines it.</summary>
public sealed class TemplateEditTests : IDisposable
{
    private readonly SqlWarehouse warehouse = new SqlWarehouse().Ticket("t");

    [Theory]
    [InlineData("Hello there", "Hello there", 0)]
    [InlineData("0123456789", "01234x6789", 0.1)]
    [InlineData("0123456789", "0123456789 and ten", 8 / 18.0)] // nothing may be added where there are no variables
    [InlineData("Hi {{name}}, bye", "Hi Ada, bye", 0)]
    [InlineData("Dear {{name}} 45", "Dear Ada Lovelace 49", 1 / 8.0)] // of the eight characters that are the template's own
    [InlineData("{{a}}", "anything at all", 0)]
    [InlineData("Hello {{a}}", "", 1)]
    [InlineData("Hello", "Completely other words", 19 / 22.0)]
    public void The_share_of_the_template_s_own_text_that_was_changed(string body, string sent, double share)
    {
        warehouse.Template("tpl", body).Message("m", text: sent, template: "tpl").Usage("u", message: "m").Build();
        Assert.Equal(share, warehouse.One<double>("select edit_share from analytics.template_usages"), 9);
    }

    [Fact]
    public void Texts_too_long_to_compare_are_known_to_be_edited_and_not_how_much()
    {
        warehouse.Template("tpl", new string('a', 2_001)).Message("m", text: new string('b', 2_001), template: "tpl").Usage("u", message: "m").Build();
        Assert.Equal((true, null), warehouse.One<(bool, double?)>("select edited_before_send, edit_share from analytics.template_usages"));
    }

    [Fact]
    public void What_was_sent_is_held_against_the_version_that_was_applied_and_not_against_today_s()
    {
        warehouse.Template("tpl", "Good evening to all", version: 2, updatedAt: "2026-02-15T00:00:00Z")
            .Message("m1", text: "Good morning to all", template: "tpl").Usage("u1", message: "m1", version: 1)
            .Message("m2", text: "Good morning to all", template: "tpl", at: "2026-02-16T00:00:00Z").Usage("u2", message: "m2", version: 2, at: "2026-02-16T00:00:00Z")
            .Message("m3", text: "Good morning to all", template: "tpl", at: "2026-02-03T00:00:00Z").Usage("u3", message: "m3", version: null, at: "2026-02-03T00:00:00Z");
        warehouse.Connection.Execute("""
            insert into raw.superseded (stream, id, version_at, content_hash, body, load_id)
            values ('templates', 'tpl', '2026-01-01 00:00:00Z', 7, '{"id":"tpl","title":"T","body":"Good morning to all","version":1,"updated_at":"2026-01-01T00:00:00Z"}', 1)
            """);
        warehouse.Build();
        Assert.Equal(["u1: false", "u2: true", "u3: false"], warehouse.Connection.Query<string>("select format('{}: {}', usage_id, edited_before_send) from analytics.template_usages order by all"));
        Assert.Empty(warehouse.FailingTests("template_figures_follow_from_raw"));
    }

    [Theory]
    [InlineData("update analytics.template_summary set usages_30d = usages_30d + 1")]
    [InlineData("update analytics.template_summary set edited_before_send_share = 0.25")]
    [InlineData("update analytics.template_summary set agents = 7")]
    [InlineData("update analytics.template_summary set last_used_at = last_used_at + interval 1 second")]
    [InlineData("update analytics.article_summary set tickets = 0")]
    [InlineData("delete from analytics.template_usage_daily")]
    public void A_figure_that_does_not_follow_from_the_records_fails_a_data_test(string fault)
    {
        warehouse.Template("tpl", article: "kb").Message("m", text: "Hello", template: "tpl").Usage("u", message: "m").Build();
        Assert.Empty(warehouse.FailingTests("template_figures_follow_from_raw"));
        warehouse.Connection.Execute(fault);
        Assert.Equal(["template_figures_follow_from_raw"], warehouse.FailingTests("template_figures_follow_from_raw"));
    }

    public void Dispose() => warehouse.Dispose();
}
