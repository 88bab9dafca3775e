using TelegramCrm.Sync.Tests.Clocks;

namespace TelegramCrm.Sync.Tests.Sql;

public sealed class DeletedTicketTests
{
    [Fact]
    public void A_ticket_that_was_deleted_leaves_every_mart_as_if_it_had_never_been()
    {
        using var never = new ClockWarehouse().Compute("next Fri 12:00", Story("kept"));
        using var once = new ClockWarehouse().Compute("next Fri 12:00", Story("kept"), Story("gone"));
        var marts = never.All<string>("select table_name from duckdb_tables() where schema_name = 'analytics' order by all");
        Assert.True(marts.Count > 10);
        Assert.NotEqual(Rows(never, "ticket_metrics"), Rows(once, "ticket_metrics"));

        once.All<string>("insert into raw.superseded select 'tickets', id, version_at - interval 1 hour, 1, body, null, 1 from raw.tickets where id = 'gone' returning id");
        once.All<string>("update raw.tickets set deleted_at = '2026-03-14 00:00:00Z' where id = 'gone' returning id");
        once.Compute("next Fri 12:00");

        Assert.All(marts, mart => Assert.Equal(Rows(never, mart), Rows(once, mart)));
        Assert.Equal(["gone"], once.All<string>("select id from raw.tickets where deleted_at is not null"));
    }

    private static TicketStory Story(string id) =>
        Given.Ticket(id).Created().Customer("Mon 09:30").Agent("Mon 10:00").Status("Mon 12:00", "pending").Customer("Tue 09:00").Agent("Tue 10:00").Status("Tue 12:00", "resolved").Status("Wed 09:00", "open");

    private static IReadOnlyList<string> Rows(ClockWarehouse warehouse, string mart) => warehouse.All<string>($"select to_json(mart)::varchar as row from analytics.{mart} as mart order by row");
}
