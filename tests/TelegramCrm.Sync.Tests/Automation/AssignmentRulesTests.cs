using NodaTime;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Tests.Clocks;

namespace TelegramCrm.Sync.Tests.Automation;

/// <summary>What rules match, whom they choose, and what becomes of a ticket that none places.</summary>
public sealed class AssignmentRulesTests
{
    private static readonly Instant Now = Given.At("Mon 10:00");

    private static readonly WaitingTicket Ticket = new()
    {
        TicketId = "t1",
        VersionAt = Now,
        ArrivedAt = Now - Duration.FromMinutes(5),
        Subject = "Refund for invoice 12",
        Priority = "high",
        QueueId = "q-billing",
        Tier = "premium",
        Language = "de",
        GroupId = -100,
        Tags = ["vip", "eu"],
        Fields = new Dictionary<string, string> { ["plan"] = "gold", ["seats"] = "5" },
    };

    public static TheoryData<AssignmentCondition, bool> Conditions => new()
    {
        { new(), true },
        { new() { Tiers = ["basic", "premium"] }, true },
        { new() { Tiers = ["basic"] }, false },
        { new() { Priorities = ["high"], Queues = ["q-billing"] }, true },
        { new() { Queues = ["q-other"] }, false },
        { new() { Tags = ["x", "eu"] }, true },
        { new() { Tags = ["x"] }, false },
        { new() { Languages = ["en"] }, false },
        { new() { Groups = [-100] }, true },
        { new() { Groups = [7] }, false },
        { new() { Subject = "refund|chargeback" }, true },
        { new() { Subject = "^invoice" }, false },
        { new() { Fields = Field("plan", "gold", "silver") }, true },
        { new() { Fields = Field("seats", "6") }, false },
        { new() { Fields = Field("missing", "x") }, false },
        { new() { During = "office" }, true },
        { new() { Outside = "office" }, false },
        { new() { Outside = "never" }, true },
        { new() { OlderThan = Duration.FromMinutes(5), YoungerThan = Duration.FromMinutes(6) }, true },
        { new() { OlderThan = Duration.FromMinutes(6) }, false },
        { new() { YoungerThan = Duration.FromMinutes(5) }, false },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_rule_matches_when_everything_it_asks_for_is_so(AssignmentCondition when, bool matches) =>
        Assert.Equal(matches, Decide([new() { Name = "r", When = when, To = new() { Queue = "q" } }]).IsPlaced);

    [Fact]
    public void An_agent_must_fit_everything_that_is_asked_for()
    {
        var agents = new[] { Desk("a", "senior", skills: ["de"]), Desk("b", "senior", skills: ["de", "billing"], queues: ["q1"]), Desk("c", "agent", skills: ["de", "billing"], queues: ["q1"]) };
        Assert.Equal("b", Decide([Rule(new() { Roles = ["senior"], Skills = ["de", "billing"], MembersOf = ["q1", "q2"] })], agents).AgentId);
        Assert.Equal("c", Decide([Rule(new() { Agents = ["c", "a"], Skills = ["billing"] })], agents).AgentId);
        Assert.False(Decide([Rule(new() { Agents = ["a"], Roles = ["agent"] })], agents).IsPlaced);
    }

    [Fact]
    public void Who_is_away_full_or_gone_is_passed_over_and_the_reason_says_so()
    {
        var verdict = Decide([Rule(new() { Roles = ["agent"] })], [Desk("a", open: 3, most: 3), Desk("b", availability: "away"), Desk("c", deleted: true)]);
        Assert.False(verdict.IsPlaced);
        Assert.Equal("no rule places it yet (r: nobody is free: a is full (3 of 3), b is away)", verdict.Reason);
        Assert.Equal(Ticket.ArrivedAt + Duration.FromMinutes(15), verdict.LookAgainAt);
    }

    [Fact]
    public void A_rule_that_finds_nobody_lets_the_next_one_try_unless_it_waits()
    {
        AssignmentRule next = new() { Name = "next", To = new() { Queue = "q" } };
        Assert.Equal("next", Decide([Rule(new() { Agents = ["x"] }), next]).Rule);
        var waiting = Decide([Rule(new() { Agents = ["x"] }) with { WaitFor = Duration.FromMinutes(6) }, next]);
        Assert.Equal((false, Now + Duration.FromMinutes(1)), (waiting.IsPlaced, waiting.LookAgainAt));
        Assert.Equal("next", Decide([Rule(new() { Agents = ["x"] }) with { WaitFor = Duration.FromMinutes(5) }, next]).Rule);
    }

    [Fact]
    public void The_least_loaded_counts_what_was_decided_before()
    {
        var (world, turns) = (World([Desk("a", open: 2), Desk("b", open: 1), Desk("c", open: 4)]), new Turns([]));
        var rules = new AssignmentRules(FrontDesk.By(Rule(new() { Roles = ["agent"] })));
        Assert.Equal(["b", "a", "b", "a"], Enumerable.Range(0, 4).Select(_ => rules.Decide(Ticket, world, turns, new HashSet<string>()).AgentId!));
    }

    [Fact]
    public void Each_in_turn_is_each_in_turn_over_restarts_too()
    {
        var rule = Rule(new() { Roles = ["agent"] }) with { Strategy = "round_robin" };
        IEnumerable<AgentTurn> kept = [];
        var given = new List<string>();
        foreach (var _ in Enumerable.Range(0, 7))
        {
            var turns = new Turns(kept);
            given.Add(new AssignmentRules(FrontDesk.By(rule)).Decide(Ticket, World([Desk("a", open: 9), Desk("b"), Desk("c")]), turns, new HashSet<string>()).AgentId!);
            kept = [.. kept.Where(turn => !turns.Changed.ContainsKey((turn.Rule, turn.AgentId))), .. turns.Changed.Values];
        }
        Assert.Equal(["a", "b", "c", "a", "b", "c", "a"], given);
    }

    [Fact]
    public void Shares_are_kept_and_who_was_away_does_not_make_up_for_it()
    {
        var rule = Rule(new() { Roles = ["agent"] }) with { Strategy = "weighted", Weights = new Dictionary<string, int> { ["a"] = 3 } };
        var (rules, turns) = (new AssignmentRules(FrontDesk.By(rule)), new Turns([]));
        var all = World([Desk("a"), Desk("b"), Desk("c")]);
        var first = Enumerable.Range(0, 50).Select(_ => rules.Decide(Ticket, all, turns, new HashSet<string>()).AgentId!).CountBy(agent => agent).ToDictionary();
        Assert.Equal((30, 10, 10), (first["a"], first["b"], first["c"]));
        var withoutC = World([Desk("a"), Desk("b"), Desk("c", availability: "away")]);
        foreach (var _ in Enumerable.Range(0, 40))
            rules.Decide(Ticket, withoutC, turns, new HashSet<string>());
        var after = Enumerable.Range(0, 50).Select(_ => rules.Decide(Ticket, all, turns, new HashSet<string>()).AgentId!).CountBy(agent => agent).ToDictionary();
        Assert.InRange(after["c"], 9, 11);
    }

    [Fact]
    public void What_a_person_decided_is_left_to_people_even_when_the_window_is_over()
    {
        var verdict = new AssignmentRules(FrontDesk.By()).Decide(
            Ticket with { DecidedBy = "ag-1 has placed it", ArrivedAt = Now - Duration.FromDays(1) }, World([]), new Turns([]), new HashSet<string>());
        Assert.Equal((false, true, "ag-1 has placed it, so it is left to people"), (verdict.IsPlaced, verdict.IsPeoples, verdict.Reason));
    }

    private static Verdict Decide(IReadOnlyList<AssignmentRule> rules, params AgentDesk[] agents) =>
        new AssignmentRules(FrontDesk.By([.. rules])).Decide(Ticket, World(agents), new Turns([]), new HashSet<string>());

    private static AssignmentRule Rule(AssignmentTarget to) => new() { Name = "r", To = to };

    private static AssignmentWorld World(AgentDesk[] agents) => new(
        Now, [], agents.ToDictionary(agent => agent.AgentId), new HashSet<string>(), [], new OpenCalendars([Given.Office(), Given.NeverOpen()], Now, Now));

    private static AgentDesk Desk(string id, string role = "agent", string availability = "available", string[]? skills = null, string[]? queues = null, long open = 0, long? most = null, bool deleted = false) =>
        new() { AgentId = id, Role = role, Availability = availability, Skills = skills ?? [], QueueIds = queues ?? [], OpenCount = open, MaxOpenTickets = most, IsDeleted = deleted };

    private static Dictionary<string, IReadOnlyList<string>> Field(string name, params string[] values) => new() { [name] = values };
}
