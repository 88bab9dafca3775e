using CsCheck;
using Dapper;
using NodaTime;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Tests.Clocks;

namespace TelegramCrm.Sync.Tests.Transform;

/// <summary>What a transform of the changed tickets leaves must be what a full one makes.</summary>
public sealed class IncrementTests : IDisposable
{
    private const int Ticket = 0, Message = 2, Queue = 9, Agent = 10;
    private static readonly Gen<Change> AnyChange = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 7], Gen.Int[0, 7], Gen.Int[0, 1500], (kind, which, other, at) => new Change(kind, which, other, at));
    private static readonly Gen<(Change[] Changes, int Refreshes, int Quarters)[]> AnyHistory = Gen.Select(AnyChange.Array[1, 25], Gen.Int[0, 2], Gen.Int[0, 12]).Array[2, 4];

    private static readonly Gen<(ClockConfiguration Clocks, SlaPolicy Policy)> AnySettings = Gen.Select(
        Gen.OneOf("each", "at_event", "at_creation"), Gen.OneOf("creation", "bot_handoff", "assignment"), Gen.Bool, Gen.Int[0, 12], Gen.Bool,
        (change, start, bots, day, overrides) => (
            new ClockConfiguration { CalendarChange = change, FirstResponse = new() { StartsAt = start, CountBots = bots } },
            Given.Policy() with
            {
                Versions = day == 0 ? [] : [new() { From = new LocalDate(2026, 3, 2).PlusDays(day), Targets = [new("resolution", 3600 * day)], PauseStatuses = ["on_hold"] }],
                Overrides = overrides ? [new() { Priorities = ["urgent"], Tiers = ["gold"], Targets = [new("first_response", 1800)] }] : [],
            }));

    private readonly ChangingCrm crm = new();

    [Fact]
    public void Any_history_in_any_steps_gives_the_rows_of_a_full_build_and_the_same_verdicts() => Gen.Select(AnyHistory, AnySettings).Sample((history, settings) =>
    {
        using var changing = new ChangingCrm { Clocks = settings.Clocks, Policy = settings.Policy };
        var now = 0;
        foreach (var (index, (changes, refreshes, quarters)) in history.Index())
        {
            foreach (var chunk in changes.Chunk((changes.Length / (refreshes + 1)) + 1))
            {
                foreach (var change in chunk)
                    changing.Load(change);
                now += quarters / (refreshes + 1);
                changing.Refresh(now);
            }
            var transform = changing.Transform(now);
            Assert.Equal(index == 0, transform.IsFull);
            var found = changing.Test(transform).Where(result => !result.Passed).Select(result => result.Test.Name);
            Assert.Equal(changing.FailingTests(), found.Where(name => !name.StartsWith("intermediate.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }
        AssertSameAsFull(changing, now);
    }, iter: 6, threads: 1);

    [Fact]
    public void A_record_that_moves_to_another_ticket_leaves_the_one_it_hung_on()
    {
        Begin(new(Ticket, 1, 1, 1), new(Ticket, 2, 1, 1), new(Message, 5, Other: 1, At: 301));
        crm.Load(new(Message, 5, Other: 2, At: 301));
        var transform = crm.Transform(30);
        Assert.Equal((false, 2), (transform.IsFull, transform.Tickets));
        Assert.Equal(["t2"], crm.Connection.Query<string>("select ticket_id from analytics.messages"));
        Assert.Equal([0, 1], crm.Connection.Query<int>("select message_count from analytics.tickets order by ticket_id"));
    }

    [Fact]
    public void A_renamed_queue_reaches_the_tickets_that_show_its_name()
    {
        Begin(new(Queue, 1, 0, 1), new(Ticket, 1, Other: 1, 4), new(Ticket, 2, Other: 2, 4));
        crm.Load(new(Queue, 1, 0, 2));
        crm.Transform(30);
        Assert.Equal("queue 2", crm.Connection.QuerySingle<string>("select queue_name from analytics.tickets where ticket_id = 't1'"));
    }

    [Fact]
    public void A_ticket_that_is_settled_is_left_alone_while_time_passes()
    {
        Begin(new(Ticket, 1, 1, 1), new(Ticket, 2, 1, 5), new(Message, 1, Other: 2, 4), new(Message, 2, Other: 2, 33));
        Assert.Equal(["t1"], crm.Connection.Query<string>("from intermediate.unsettled_tickets"));
        Assert.Equal(1, crm.Transform(40).Tickets);
        AssertSameAsFull(crm, 40);
    }

    [Fact]
    public void Only_months_whose_rows_are_other_ones_count_as_changed()
    {
        Begin(new(Ticket, 1, 1, 1), new(Ticket, 2, 1, 1), new(Agent, 1, 1, 1));
        Assert.Equal(0, Count("ops.changed_partitions"));
        crm.Load(new(Message, 5, Other: 1, At: 301));
        var number = crm.Transform(20).Number; // nobody answers, and no time has passed for the other ticket
        var changed = crm.Connection.Query<(string Relation, string? Month, long Number)>("select relation, strftime(month, '%Y-%m'), transform_number from ops.changed_partitions order by relation").AsList();
        Assert.Contains(("analytics.messages", "2026-03", number), changed);
        Assert.DoesNotContain(changed, partition => partition.Relation is "analytics.agents" or "analytics.ticket_events" or "analytics.ticket_history");

        crm.Load(new(Agent, 1, 1, 2));
        var next = crm.Transform(20).Number;
        Assert.Equal([next], crm.Connection.Query<long>("select transform_number from ops.changed_partitions where relation = 'analytics.agents' and month is null"));
        Assert.Equal([number], crm.Connection.Query<long>("select transform_number from ops.changed_partitions where relation = 'analytics.messages'"));
        crm.Transform(20, isFull: true);
        Assert.Equal(0, Count("ops.changed_partitions"));
    }

    [Fact]
    public void An_earlier_instant_or_other_opening_hours_make_it_a_full_one()
    {
        Begin(new(Ticket, 1, 1, 1), new(Ticket, 2, 1, 1));
        Assert.False(crm.Transform(20).IsFull);
        Assert.True(crm.Transform(19).IsFull);
        crm.Connection.Execute("update staging.working_intervals set closes_at = closes_at - interval 1 minute where opens_at = (select max(opens_at) from staging.working_intervals)");
        Assert.True(crm.TransformAsItIs(20).IsFull);
    }

    [Fact]
    public void What_a_data_test_found_is_not_forgotten_while_other_tickets_change()
    {
        Begin(new(Ticket, 1, 1, 1), new(Ticket, 2, 1, 1));
        crm.Connection.Execute("""update raw.tickets set body = json_merge_patch(body, '{"number": "not one"}'), load_id = 100 where id = 't1'; insert into ops.loads values (100, 'run', '2026-03-01 00:00:00Z')""");
        Assert.Contains(crm.Test(crm.Transform(21)), result => result is { Passed: false, Test.Name: "required_values_are_there" });
        crm.Connection.Execute("update raw.tickets set load_id = 101 where id = 't2'; insert into ops.loads values (101, 'run', '2026-03-01 00:00:00Z')");
        Assert.Contains(crm.Test(crm.Transform(22)), result => result is { Passed: false, Test.Name: "required_values_are_there" });
    }

    [Fact]
    public void A_key_that_another_ticket_has_already_is_found_though_that_ticket_is_not_computed()
    {
        Begin(new(Ticket, 1, 1, 5), new(Ticket, 2, 1, 5), new(Message, 5, Other: 1, At: 301));
        crm.Connection.Execute("insert into raw.messages select * replace ('t2' as ticket_id, 100 as load_id) from raw.messages; insert into ops.loads values (100, 'run', '2026-03-01 00:00:00Z')");
        var failed = crm.Test(crm.Transform(21)).Where(result => !result.Passed).Select(result => result.Test.Name);
        Assert.Contains("staging.messages.key", failed);
        Assert.Contains("analytics.messages.key", failed);
    }

    public void Dispose() => crm.Dispose();

    private void Begin(params Change[] changes)
    {
        foreach (var change in changes)
            crm.Load(change);
        var transform = crm.Transform(20);
        Assert.True(transform.IsFull);
        Assert.All(crm.Test(transform), result => Assert.True(result.Passed, result.Test.Name));
    }

    private long Count(string relation) => crm.Connection.ExecuteScalar<long>($"select count(*) from {relation}");

    private static void AssertSameAsFull(ChangingCrm crm, int now)
    {
        var relations = crm.Relations;
        foreach (var relation in relations)
            crm.Connection.Execute($"create or replace table main.\"{relation}\" as from {relation}");
        Assert.True(crm.Transform(now, isFull: true, ticketsAtATime: 100).IsFull);
        Assert.Equal(relations, crm.Relations);
        foreach (var relation in relations)
        {
            var differences = string.Join("\n", crm.Connection.Query<string>($"""
                select '{relation} has too much: ' || to_json(r)::varchar from (from main."{relation}" except all from {relation}) as r
                union all
                select '{relation} lacks: ' || to_json(r)::varchar from (from {relation} except all from main."{relation}") as r
                """));
            Assert.True(differences.Length == 0, differences);
        }
    }
}
