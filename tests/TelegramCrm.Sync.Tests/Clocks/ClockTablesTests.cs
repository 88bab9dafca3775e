using Dapper;
using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Tests.Sql;

namespace TelegramCrm.Sync.Tests.Clocks;

public sealed class ClockTablesTests
{
    private static readonly Instant AsOf = Instant.FromUtc(2026, 3, 1, 12, 0);

    [Fact]
    public void Tables_change_only_when_the_configuration_or_the_year_does()
    {
        using var connection = SqlWarehouse.Empty();
        bool Write(Instant asOf, SlaPolicy policy, CalendarConfiguration calendar) =>
            ClockTables.Write(connection, [calendar], "office", [new CalendarRule("office", new TicketCondition { Groups = [-100], Tags = ["vip"] })], [policy], asOf);

        Assert.True(Write(AsOf, Given.Policy(), Given.Office()));
        Assert.False(Write(AsOf, Given.Policy(), Given.Office()));
        Assert.False(Write(AsOf + Duration.FromDays(100), Given.Policy(), Given.Office()));
        Assert.True(Write(AsOf, Given.Policy() with { PauseStatuses = ["pending"] }, Given.Office()));
        Assert.True(Write(AsOf, Given.Policy() with { PauseStatuses = ["pending"] }, Given.AlwaysOpen("office")));
        Assert.True(Write(AsOf + Duration.FromDays(366), Given.Policy() with { PauseStatuses = ["pending"] }, Given.AlwaysOpen("office")));
        Assert.Equal(1, connection.ExecuteScalar<long>("select count(*) from staging.sla_terms where pause_statuses = ['pending']"));
        Assert.Equal(1, connection.ExecuteScalar<long>("select count(*) from staging.calendar_rules where groups = [-100] and tags = ['vip'] and queues = []"));
    }
}
