using Dapper;
using NodaTime;
using TelegramCrm.Sync.Alerts;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Clocks;
using TelegramCrm.Sync.Tests.State;

namespace TelegramCrm.Sync.Tests.Alerts;

/// <summary>A ticket of Monday 09:00: its first response warns at 12:12, is due at 13:00 and broken a second later.</summary>
public abstract class AlertPassTests(Func<string, IStateEngine> newState)
{
    private static TicketStory Asked => Given.Ticket("asked").Created().Customer("Mon 09:00").Agent("Mon 09:30").Customer("Mon 10:00");

    [SkippableFact]
    public void Each_level_is_told_once_at_its_time_also_after_restarts()
    {
        using var room = Watching(Asked); // 2 hours to answer again: warns at 11:36, broken at 12:00:01
        Assert.Equal(Given.At("Mon 11:36"), room.LookAt("Mon 10:30"));
        room.LookAt("Mon 11:35");
        Assert.Empty(room.Told.Lines);
        Assert.Equal(Given.At("Mon 12:00:01"), room.LookAt("Mon 11:36"));
        Assert.Equal(["asked warning"], room.Told.Lines);
        room.LookAt("Mon 12:00");
        room.Restart();
        room.LookAt("Mon 12:00");
        Assert.Equal(["asked warning"], room.Told.Lines);
        room.LookAt("Mon 12:00:01");
        room.Restart();
        room.LookAt("Mon 12:30");
        room.Transform();
        room.LookAt("Mon 12:31");
        Assert.Equal(["asked warning", "asked breach"], room.Told.Lines);
    }

    [SkippableFact]
    public void What_was_reached_while_no_process_ran_is_told_afterwards()
    {
        using var room = Watching(Asked);
        room.LookAt("Mon 10:30");
        room.Restart();
        room.LookAt("Tue 08:00");
        Assert.Equal(["asked breach"], room.Told.Lines); // a warning comes too late
    }

    [SkippableFact]
    public void A_process_that_dies_before_it_told_leaves_that_to_the_next_one()
    {
        using var room = Watching(Asked);
        room.LookAt("Mon 10:30");
        room.Time.SetUtcNow(Given.At("Mon 11:40").ToDateTimeOffset());
        room.DieWhileTelling();
        room.DieWhileTelling();
        Assert.Empty(room.Told.Lines);
        room.LookAt("Mon 11:41");
        Assert.Equal(["asked warning"], room.Told.Lines);
        Assert.Equal(Given.At("Mon 11:40"), Assert.Single(new AlertRecord(room.State).After(0)).NoticedAt);
    }

    [SkippableFact]
    public void A_ticket_that_was_answered_in_time_is_not_told_of()
    {
        using var room = Watching(Asked);
        room.LookAt("Mon 11:00");
        room.Load(Asked.Agent("Mon 11:50").Status("Mon 11:55", "resolved"));
        room.Time.SetUtcNow(Given.At("Mon 12:30").ToDateTimeOffset());
        room.Transform();
        room.LookAt("Mon 12:30");
        Assert.Empty(room.Told.Lines);
    }

    [SkippableFact]
    public void One_that_was_answered_too_late_is_told_of_though_both_were_learnt_at_once()
    {
        using var room = Watching(Asked);
        room.LookAt("Mon 11:00");
        room.Load(Asked.Agent("Mon 12:10").Status("Mon 12:11", "resolved"));
        room.Time.SetUtcNow(Given.At("Mon 12:30").ToDateTimeOffset());
        room.Transform();
        room.LookAt("Mon 12:30");
        Assert.Equal(["asked breach"], room.Told.Lines);
    }

    [SkippableFact]
    public void A_ticket_with_news_waits_for_the_next_transform_which_knows_whether_they_were_the_answer()
    {
        using var room = Watching(Asked);
        room.LookAt("Mon 11:00");
        room.Load(Asked.Agent("Mon 11:30"));
        room.LookAt("Mon 12:30");
        Assert.Empty(room.Told.Lines);
        room.Transform();
        room.LookAt("Mon 12:31");
        Assert.Empty(room.Told.Lines);

        room.Load(Asked.Agent("Mon 11:30").Customer("Mon 13:00").Note("Mon 14:00"));
        room.Time.SetUtcNow(Given.At("Mon 14:30").ToDateTimeOffset());
        room.Transform();
        room.LookAt("Mon 15:01");
        Assert.Equal(["asked breach"], room.Told.Lines);
    }

    [SkippableTheory]
    [InlineData(0, new string[0])]
    [InlineData(2, new[] { "asked breach" })]
    public void What_was_broken_before_the_very_first_start_is_history_but_for_the_look_back(int hours, string[] told)
    {
        using var room = Watching(Duration.FromHours(hours), Asked);
        room.LookAt("Mon 13:30");
        Assert.Equal(told, room.Told.Lines);
        room.Restart();
        room.LookAt("Mon 16:00");
        Assert.Equal(told, room.Told.Lines);
    }

    [SkippableFact]
    public void Analysts_see_what_was_told_after_the_next_transform_also_when_the_state_was_replaced()
    {
        using var room = Watching(Asked);
        room.LookAt("Mon 11:00");
        room.LookAt("Mon 11:40");
        room.LookAt("Mon 12:30");
        room.Transform();
        Assert.Equal([(1L, "warning"), (2L, "breach")], room.Warehouse.Query<(long, string)>("select alert_number, level from analytics.sla_alerts order by alert_number"));
        using (var state = room.State.Connect())
            state.Execute("delete from sla_alerts where alert_number = 1; update sla_alerts set alert_number = 1 where alert_number = 2");
        room.Transform();
        Assert.Equal([(1L, "breach")], room.Warehouse.Query<(long, string)>("select alert_number, level from analytics.sla_alerts"));
    }

    [SkippableFact]
    public void Before_the_first_transform_there_is_nothing_to_watch()
    {
        using var room = new WatchRoom(newState);
        Assert.Null(room.Pass.Look());
    }

    private WatchRoom Watching(params TicketStory[] stories) => Watching(Duration.Zero, stories);

    private WatchRoom Watching(Duration lookBack, params TicketStory[] stories)
    {
        var room = new WatchRoom(newState) { LookBack = lookBack };
        room.Time.SetUtcNow(Given.At("Mon 10:15").ToDateTimeOffset());
        room.Load(stories);
        room.Transform();
        room.Restart();
        return room;
    }
}

public sealed class AlertPassOnSqliteTests() : AlertPassTests(file => new SqliteState(file));

public sealed class AlertPassOnPostgresTests() : AlertPassTests(_ => PostgresServer.NewState());
