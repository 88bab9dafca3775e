using CsCheck;
using Dapper;

namespace TelegramCrm.Sync.Tests.Sql;

/// <summary>Tickets with a template beside those of the same queue and priority without it.</summary>
public sealed class TemplateEffectTests : IDisposable
{
    private readonly SqlWarehouse warehouse = new();

    [Fact]
    public void The_middle_ticket_of_those_with_it_stands_beside_the_middle_one_of_the_others()
    {
        Given([("t1", "q", 100), ("t2", "q", 200), ("t3", "q", 300), ("t4", "q", 400), ("t5", "q", 500), ("t6", "q", null), ("t7", "other", 9)]);
        warehouse.Usage("u1", ticket: "t1").Usage("u2", ticket: "t1").Usage("u3", ticket: "t4").Usage("u4", ticket: "t6").Build();
        Assert.Equal(
            """{"template_id":"tpl","queue_id":"q","priority":"normal","tickets":2,"active_resolution_business_p50":100,"other_tickets":3,"other_active_resolution_business_p50":300}""",
            Assert.Single(warehouse.Rows("from analytics.template_effects")));
    }

    [Fact]
    public void Where_every_ticket_has_it_there_is_nothing_to_compare_with()
    {
        Given([("t1", "q", 100)]);
        warehouse.Usage("u1", ticket: "t1").Build();
        Assert.Equal((0, null), warehouse.One<(long, long?)>("select other_tickets, other_active_resolution_business_p50 from analytics.template_effects"));
    }

    [Fact]
    public void The_summary_weighs_queues_by_the_template_s_tickets_and_leaves_out_handfuls()
    {
        Given([.. Enumerable.Range(0, 10).Select(n => ($"a{n}", "a", (long?)(n < 6 ? 100 : 400))), .. Enumerable.Range(0, 12).Select(n => ($"b{n}", "b", (long?)(n < 5 ? 50 : 60))), ("c0", "c", 1), ("c1", "c", 9000)]);
        foreach (var ticket in Enumerable.Range(0, 5).SelectMany(n => (string[])[$"a{n}", $"b{n}"]).Append("c0"))
            warehouse.Usage($"u-{ticket}", ticket: ticket);
        warehouse.Template("tpl").Build();
        Assert.Equal((-155L, 10L, 12L), warehouse.One<(long, long, long)>("select effect_business_seconds, effect_tickets, effect_other_tickets from analytics.template_summary")); // (5 × -300 + 5 × -10) / 10
    }

    [Fact]
    public void Any_tickets_and_usages_give_what_plain_medians_give() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 4], Gen.Int[0, 3], (queue, seconds, templates) => (queue, seconds, templates)).Array[1, 30].Sample(tickets =>
    {
        using var own = new SqlWarehouse();
        foreach (var (number, (queue, seconds, templates)) in tickets.Index())
        {
            own.Ticket($"t{number:00}", queue: queue == 0 ? null : $"q{queue}");
            own.Connection.Execute("insert into analytics.ticket_metrics values ($id, $seconds)", new { id = $"t{number:00}", seconds = seconds == 0 ? (long?)null : seconds * 10 });
            foreach (var template in Enumerable.Range(0, templates))
                own.Usage($"u{number}-{template}", template: $"tpl{template}", ticket: $"t{number:00}");
        }
        own.Build();
        Assert.Equal(
            own.Rows("""
                with tickets as (select * from analytics.tickets join analytics.ticket_metrics using (ticket_id) where active_resolution_business_seconds is not null),
                pairs as (select distinct template_id, queue_id, priority from analytics.template_usages join tickets using (ticket_id))
                select pairs.*, count(*) filter (has) as tickets, quantile_disc(seconds, 0.5) filter (has) as active_resolution_business_p50,
                    count(*) filter (not has) as other_tickets, quantile_disc(seconds, 0.5) filter (not has) as other_active_resolution_business_p50
                from pairs
                join (select ticket_id, queue_id, priority, active_resolution_business_seconds as seconds from tickets) as alike
                    on alike.queue_id is not distinct from pairs.queue_id and alike.priority = pairs.priority
                cross join lateral (select exists (from analytics.template_usages as usages where usages.ticket_id = alike.ticket_id and usages.template_id = pairs.template_id) as has)
                group by all
                order by all
                """),
            own.Rows("from analytics.template_effects order by all"));
    }, iter: 12, threads: 1);

    public void Dispose() => warehouse.Dispose();

    private void Given(IEnumerable<(string Id, string Queue, long? Seconds)> tickets)
    {
        foreach (var (id, queue, seconds) in tickets)
        {
            warehouse.Ticket(id, queue: queue);
            warehouse.Connection.Execute("insert into analytics.ticket_metrics values ($id, $seconds)", new { id, seconds });
        }
    }
}
