using Dapper;
using Shouldly;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.State;

namespace TelegramCrm.Sync.Tests.Push;

public abstract class PushPreviewTests(Func<string, IStateEngine> newState) : IDisposable
{
    private readonly PushHouse house = new(newState);

    public void Dispose() => house.Dispose();

    [SkippableFact]
    public async Task A_dry_run_counts_what_would_be_done_and_does_none_of_it()
    {
        house.Ticket("T-1", "printer");
        house.Ticket("T-2", "router");
        house.Ticket("T-3", null);
        await house.PushAsync();
        house.Ticket("T-1", "printer on fire");
        house.Ticket("T-4", "new");
        var requests = house.Target.Requests;

        for (var time = 1; time <= 2; time++)
        {
            var preview = house.Preview();
            (preview.Create, preview.Update, preview.Unchanged, preview.Withheld, preview.Unsettled).ShouldBe((1, 1, 1, 1, 0));
            preview.Fields.ShouldBe(["subject", "changed_at"]);
            preview.Problem.ShouldBeNull();
        }
        house.Target.Requests.ShouldBe(requests);
        new PushHistory(house.State).List(10).Count.ShouldBe(1);
    }

    [SkippableFact]
    public async Task It_says_of_each_record_which_fields_would_change_from_what_to_what()
    {
        house.Ticket("T-1", "printer");
        house.Ticket("T-2", "router");
        house.Ticket("T-3", "mouse");
        await house.PushAsync();
        house.Configure = target => target with { Mode = PushMode.Mirror, MaxRemovedShare = 1 };
        house.Ticket("T-1", "printer on fire");
        house.NoTicket("T-3");
        house.Ticket("T-4", "new");
        Told().ShouldBe([
            "update T-1: subject \"printer\" → \"printer on fire\"",
            "create T-4: subject – → \"new\", changed_at – → \"2026-03-01T08:00:00Z\"",
            "remove T-3: ",
        ]);
    }

    [SkippableFact]
    public async Task Fields_of_a_write_that_was_confirmed_before_they_were_kept_are_unavailable()
    {
        house.Ticket("T-1", "printer");
        await house.PushAsync();
        using (var state = house.State.Connect())
            state.Execute("delete from push_fields");
        house.Ticket("T-1", "printer on fire");
        house.Preview().Records.ShouldHaveSingleItem().Fields.ShouldAllBe(field => field.IsOldUnavailable);
    }

    private IEnumerable<string> Told() => house.Preview().Records.Select(record =>
        $"{record.Action} {record.Key}: {string.Join(", ", record.Fields.Select(field => $"{field.Field} {field.Old?.GetRawText() ?? "–"} → {field.New?.GetRawText() ?? "–"}"))}");

    [SkippableFact]
    public async Task Records_of_unknown_outcome_are_neither_creates_nor_updates()
    {
        house.Ticket("T-1", "printer");
        house.Target.AfterWrite = _ => throw new HttpRequestException("connection reset");
        await house.PushAsync();
        var preview = house.Preview();
        (preview.Create, preview.Update, preview.Unsettled).ShouldBe((0, 0, 1));
    }

    [SkippableFact]
    public async Task Where_the_source_can_not_be_trusted_the_figures_are_unavailable_and_not_zero()
    {
        house.Ticket("T-1", "printer");
        await house.PushAsync();
        house.Warehouse.Execute("delete from tickets");
        var preview = house.Preview();
        (preview.Create, preview.Update, preview.Unchanged, preview.Withheld).ShouldBe((null, null, null, null));
        preview.Problem.ShouldNotBeNull();
    }

    [SkippableFact]
    public async Task Every_push_stands_in_the_history_the_newest_first()
    {
        house.Ticket("T-1", "printer");
        await house.PushAsync();
        house.Ticket("T-2", null);
        await house.PushAsync();
        new PushHistory(house.State).List(10, "target-0").Select(push => (push.RunId, push.Summary)).ShouldBe([
            ("run2", new EntitySummary("tickets") { Unchanged = 1, Refused = 1 }),
            ("run1", new EntitySummary("tickets") { Created = 1 }),
        ]);
    }
}

public sealed class PushPreviewOnSqliteTests() : PushPreviewTests(file => new SqliteState(file));

public sealed class PushPreviewOnPostgresTests() : PushPreviewTests(_ => PostgresServer.NewState());
