using Dapper;

namespace TelegramCrm.Sync.Tests.Sql;

public sealed class TicketMartTests : IDisposable
{
    private readonly SqlWarehouse warehouse = new();

    [Fact]
    public void A_ticket_counts_all_its_messages_and_those_of_agents()
    {
        warehouse.Ticket("t").Ticket("quiet")
            .Message("m1", author: "customer").Message("m2", author: "bot").Message("m3").Message("m4", kind: "note").Message("m5", ticket: "unknown").Build();
        Assert.Equal(
            ["""{"ticket_id":"quiet","message_count":0,"agent_message_count":0}""", """{"ticket_id":"t","message_count":4,"agent_message_count":2}"""],
            warehouse.Rows("select ticket_id, message_count, agent_message_count from analytics.tickets order by ticket_id"));
    }

    [Fact]
    public void A_ticket_keeps_the_names_of_a_deleted_queue_and_agent()
    {
        warehouse
            .Raw("tickets", """{"id":"t","number":1,"queue_id":"q","assigned_agent_id":"a","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}""")
            .Raw("queues", """{"id":"q","name":"Billing","updated_at":"2026-01-01T00:00:00Z"}""", "2026-01-02T00:00:00Z")
            .Raw("agents", """{"id":"a","name":"Ada","updated_at":"2026-01-01T00:00:00Z"}""", "2026-01-02T00:00:00Z")
            .Build();
        Assert.Equal(("Billing", "Ada"), warehouse.One<(string, string)>("select queue_name, assigned_agent_name from analytics.tickets"));
    }

    [Fact]
    public void A_deleted_ticket_leaves_every_mart()
    {
        warehouse.Ticket("t", article: "kb").Ticket("gone", deleted: true, article: "kb").Template("tpl", article: "kb");
        foreach (var ticket in (string[])["t", "gone"])
        {
            warehouse.Message($"{ticket}-m", ticket).Message($"{ticket}-r", ticket, template: "tpl").Event($"{ticket}-e", "reopened", "2026-02-02T10:00:00Z", ticket: ticket).Usage($"{ticket}-u", ticket: ticket);
        }
        warehouse.Build();

        Assert.All((string[])["tickets", "messages", "ticket_events", "template_usages"], relation =>
            Assert.Equal(["t"], warehouse.Connection.Query<string>($"select distinct ticket_id from analytics.{relation}")));
        Assert.Equal((1, 1), warehouse.One<(int, int)>("select usages, tickets from analytics.template_usage_daily"));
        Assert.Equal((1, 1, 1), warehouse.One<(int, int, int)>("select usages, tickets, reopened_after_use from analytics.template_summary"));
        Assert.Equal((1, 1, 1), warehouse.One<(int, int, int)>("select usages, attached_to_tickets, reopened_after_use from analytics.article_summary"));
        Assert.Empty(warehouse.FailingTests("deleted_tickets_leave_the_marts", "message_counts_add_up", "template_usages_add_up"));
    }

    [Fact]
    public void A_mart_with_a_deleted_ticket_fails_its_data_test()
    {
        warehouse.Ticket("t").Message("m").Build();
        warehouse.Connection.Execute("update raw.tickets set deleted_at = '2026-02-02 00:00:00Z'");
        Assert.Equal(["deleted_tickets_leave_the_marts"], warehouse.FailingTests("deleted_tickets_leave_the_marts", "message_counts_add_up"));
    }

    [Fact]
    public void A_ticket_that_is_deleted_and_alive_at_once_fails_a_data_test()
    {
        warehouse.Ticket("t").Ticket("t", deleted: true).Build();
        Assert.Equal(["raw_tickets_are_unique"], warehouse.FailingTests("raw_tickets_are_unique", "staging.tickets.key"));
    }

    public void Dispose() => warehouse.Dispose();
}
