using Dapper;
using NodaTime;

namespace TelegramCrm.Sync.Tests.Sql;

public sealed class StagingTests : IDisposable
{
    private const string Bare = """{"id":"t","number":1,"source":{"channel":"telegram_topic_group"},"subject":"S","status":"new","priority":"low","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}""";

    private readonly SqlWarehouse warehouse = new();

    [Fact]
    public void A_ticket_without_optional_fields_has_nulls_and_empty_lists()
    {
        warehouse.Raw("tickets", Bare).Build();
        Assert.Equal(
            """{"ticket_id":"t","number":1,"subject":"S","status":"new","priority":"low","channel":"telegram_topic_group","group_id":null,"group_title":null,"topic_id":null,"queue_id":null,"assigned_agent_id":null,"customer_id":null,"customer_name":null,"customer_tier":null,"customer_language":null,"tags":[],"custom_fields":null,"articles":null,"created_at":"2026-01-01 00:00:00+00","updated_at":"2026-01-01 00:00:00+00","first_response_at":null,"resolved_at":null,"closed_at":null,"reopen_count":null}""",
            Assert.Single(warehouse.Rows("from staging.tickets")));
        Assert.Empty(warehouse.FailingTests("required_values_are_there", "optional_values_are_of_their_type", "known_words_only", "staging.tickets.key"));
    }

    [Fact]
    public void Every_other_stream_reads_a_record_of_required_fields_only()
    {
        warehouse
            .Raw("messages", """{"id":"m","ticket_id":"t","author":{"type":"bot"},"kind":"reply","created_at":"2026-01-01T00:00:00Z"}""")
            .Raw("ticket_events", """{"id":"e","ticket_id":"t","type":"created","occurred_at":"2026-01-01T00:00:00Z"}""")
            .Raw("agents", """{"id":"a","name":"A","availability":"away","updated_at":"2026-01-01T00:00:00Z"}""", "2026-01-02T00:00:00Z")
            .Raw("queues", """{"id":"q","name":"Q","updated_at":"2026-01-01T00:00:00Z"}""", "2026-01-02T00:00:00Z")
            .Raw("templates", """{"id":"p","version":1,"updated_at":"2026-01-01T00:00:00Z"}""", "2026-01-02T00:00:00Z")
            .Raw("template_usages", """{"id":"u","template_id":"p","ticket_id":"t","applied_at":"2026-01-01T00:00:00Z"}""")
            .Build();
        Assert.Equal(
        [
            """{"message_id":"m","ticket_id":"t","author_type":"bot","author_id":null,"kind":"reply","text":null,"template_id":null,"created_at":"2026-01-01 00:00:00+00","edited_at":null}""",
            """{"event_id":"e","ticket_id":"t","type":"created","from_value":null,"to_value":null,"actor_type":null,"actor_id":null,"occurred_at":"2026-01-01 00:00:00+00"}""",
            """{"agent_id":"a","name":"A","username":null,"email":null,"role":null,"availability":"away","skills":[],"queue_ids":[],"max_open_tickets":null,"updated_at":"2026-01-01 00:00:00+00","deleted_at":"2026-01-02 00:00:00+00"}""",
            """{"queue_id":"q","name":"Q","is_default":false,"team":null,"updated_at":"2026-01-01 00:00:00+00","deleted_at":"2026-01-02 00:00:00+00"}""",
            """{"template_id":"p","title":null,"body":null,"locale":null,"article_id":null,"external_id":null,"tags":[],"version":1,"updated_at":"2026-01-01 00:00:00+00","deleted_at":"2026-01-02 00:00:00+00"}""",
            """{"usage_id":"u","template_id":"p","template_version":null,"ticket_id":"t","agent_id":null,"message_id":null,"applied_at":"2026-01-01 00:00:00+00"}""",
        ], ((string[])["messages", "ticket_events", "agents", "queues", "templates", "template_usages"]).SelectMany(name => warehouse.Rows($"from staging.{name}")));
        Assert.Empty(warehouse.FailingTests("required_values_are_there", "optional_values_are_of_their_type", "known_words_only"));
    }

    [Theory]
    [InlineData("2026-03-29T01:30:00+02:00", "2026-03-28 23:30:00")]
    [InlineData("2026-03-29T01:30:00-11:30", "2026-03-29 13:00:00")]
    [InlineData("2026-03-29T01:30:00+05:45", "2026-03-28 19:45:00")]
    [InlineData("2026-03-29T01:30:00-00:00", "2026-03-29 01:30:00")]
    [InlineData("2026-03-29T01:30:00Z", "2026-03-29 01:30:00")]
    [InlineData("2026-03-29T01:30:00.1Z", "2026-03-29 01:30:00.1")]
    [InlineData("2026-03-29T01:30:00.12Z", "2026-03-29 01:30:00.12")]
    [InlineData("2026-03-29T01:30:00.123Z", "2026-03-29 01:30:00.123")]
    [InlineData("2026-03-29T01:30:00.1234Z", "2026-03-29 01:30:00.1234")]
    [InlineData("2026-03-29T01:30:00.12345Z", "2026-03-29 01:30:00.12345")]
    [InlineData("2026-03-29T01:30:00.123456+01:00", "2026-03-29 00:30:00.123456")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01 00:00:00")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31 23:59:59.999999")]
    public void An_instant_keeps_its_microseconds_whatever_its_offset(string written, string utc)
    {
        warehouse.Message("m", at: written).Build();
        Assert.True(warehouse.One<bool>($"select created_at = '{utc}+00'::timestamptz from staging.messages"));
    }

    [Fact]
    public void Telegram_ids_and_numbers_keep_all_64_bits()
    {
        warehouse.Raw("tickets", Bare.Replace("\"number\":1", "\"number\":9223372036854775807", StringComparison.Ordinal)
            .Replace("\"telegram_topic_group\"", "\"x\",\"group_id\":-9223372036854775808,\"topic_id\":9007199254740993", StringComparison.Ordinal)).Build();
        Assert.Equal(
            (9223372036854775807, -9223372036854775808, 9007199254740993),
            warehouse.One<(long, long, long)>("select number, group_id, topic_id from staging.tickets"));
    }

    [Theory]
    [InlineData("Žluťoučký kůň 🐴 שלום 你好")]
    [InlineData("quote \" backslash \\ newline \n tab \t and \u0001")]
    [InlineData("e\u0301 is not é, \u200b nor nothing")]
    [InlineData("'; drop table raw.messages; --")]
    public void A_text_comes_through_letter_by_letter(string text)
    {
        warehouse.Message("m", text: text).Build();
        Assert.Equal(text, warehouse.One<string>("select text from staging.messages"));
    }

    [Fact]
    public void Fields_that_nobody_knows_are_left_in_raw()
    {
        warehouse.Raw("tickets", Bare.Replace("{\"id\"", "{\"mood\":{\"deep\":[1]},\"id\"", StringComparison.Ordinal)).Build();
        Assert.Single(warehouse.Rows("from staging.tickets"));
    }

    [Fact]
    public void A_value_of_another_type_is_unknown_and_a_data_test_names_it()
    {
        warehouse.Raw("tickets", """{"id":"t","number":"many","source":"web","subject":{"a":1},"status":"new","priority":"low","tags":"vip","customer":7,"created_at":"yesterday","updated_at":"2026-01-01T00:00:00Z","resolved_at":"soon","closed_at":null,"reopen_count":"twice"}""").Build();
        Assert.Equal("""{"number":null,"channel":null,"tags":[],"customer_id":null,"created_at":null,"resolved_at":null}""",
            Assert.Single(warehouse.Rows("select number, channel, tags, customer_id, created_at, resolved_at from staging.tickets")));
        var optional = SqlWarehouse.Folder.Tests.Single(test => test.Name == "optional_values_are_of_their_type");
        Assert.Equal(
            ["""{"stream":"tickets","id":"t","path":"reopen_count","value":"twice"}""", """{"stream":"tickets","id":"t","path":"resolved_at","value":"soon"}"""],
            warehouse.Rows($"from ({optional.Query}) order by path"));
        Assert.Equal(["required_values_are_there"], warehouse.FailingTests("required_values_are_there"));
    }

    [Fact]
    public void Of_the_deleted_only_agents_queues_and_templates_stay()
    {
        warehouse.Ticket("gone", deleted: true).Ticket("t").Template("tpl", deleted: true)
            .Raw("messages", """{"id":"m","ticket_id":"gone","author":{"type":"bot"},"kind":"reply","created_at":"2026-01-01T00:00:00Z"}""").Build();
        Assert.Equal(["t"], warehouse.Connection.Query<string>("select ticket_id from staging.tickets"));
        Assert.Equal(["tpl"], warehouse.Connection.Query<string>("select template_id from staging.templates where deleted_at is not null"));
        Assert.Equal(["m"], warehouse.Connection.Query<string>("select message_id from staging.messages"));
    }

    [Fact]
    public void What_was_swept_of_messages_events_and_usages_leaves_every_relation()
    {
        warehouse.Ticket("t").Message("m", author: "customer").Event("e", "reopened", "2026-02-02T10:00:00Z").Usage("u");
        foreach (var stream in (string[])["messages", "ticket_events", "template_usages"])
            warehouse.Connection.Execute($"update raw.{stream} set deleted_at = '2026-02-03 00:00:00Z'");
        warehouse.Build();
        Assert.Equal(0, warehouse.One<long>("select count(*) from (select message_id from analytics.messages union all select event_id from analytics.ticket_events union all select usage_id from analytics.template_usages)"));
        Assert.Equal(0, warehouse.One<long>("select message_count from analytics.tickets"));
    }

    [Fact]
    public void An_id_that_is_there_twice_fails_the_test_of_the_key()
    {
        warehouse.Message("m").Message("m").Build();
        Assert.Equal(["staging.messages.key"], warehouse.FailingTests("staging.messages.key", "staging.tickets.key"));
    }

    [Fact]
    public void The_session_s_zone_changes_nothing()
    {
        warehouse.Message("m", at: "2026-03-29T01:30:00Z");
        warehouse.Connection.Execute("set TimeZone = 'Pacific/Apia'");
        warehouse.Build();
        Assert.Equal(Instant.FromUtc(2026, 3, 29, 1, 30).ToDateTimeUtc(), warehouse.One<DateTime>("select created_at from staging.messages"));
    }

    public void Dispose() => warehouse.Dispose();
}
