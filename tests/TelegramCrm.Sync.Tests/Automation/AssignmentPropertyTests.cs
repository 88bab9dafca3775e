using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Automation;

/// <summary>Tickets, agents and people that come, go and change their minds at random, a CRM that is away at random, and a service that is killed at random.</summary>
public sealed class AssignmentPropertyTests
{
    private enum Act { Open, OpenSeveral, Take, Move, LetGo, Finish, Reopen, Write, SetAvailability, SetMost, Leave, GoAway, ComeBack, Pass, Look, LookWhileSomebodyActs, LookWhileAnswersAreLost, DieLooking, Restart }

    private static readonly string[] Agents = ["ag-1", "ag-2", "ag-3", "ag-4"];

    private static readonly Act[] Drawn =
        [.. Enum.GetValues<Act>(), Act.Open, Act.OpenSeveral, Act.OpenSeveral, Act.Look, Act.Look, Act.LookWhileSomebodyActs, Act.LookWhileSomebodyActs, Act.DieLooking, Act.DieLooking];

    private static readonly Gen<Act> Acts = Gen.Int[0, Drawn.Length - 1].Select(index => Drawn[index]);

    private static readonly Gen<(Act Act, int Which, int More)[]> Histories = Gen.Select(Acts, Gen.Int[0, 99], Gen.Int[0, 40]).Array[8, 30];

    [Fact]
    public async Task Nothing_waits_too_long_nobody_is_overruled_or_overloaded_and_nothing_is_decided_twice() => await Histories.SampleAsync(async history =>
    {
        await using var desk = await FrontDesk.OpenAsync(FrontDesk.By(
            new AssignmentRule { Name = "premium", When = new() { Tiers = ["premium"] }, To = new() { Roles = ["senior"] }, WaitFor = Duration.FromMinutes(5) },
            new AssignmentRule { Name = "urgent", When = new() { Priorities = ["urgent"] }, To = new() { Agents = ["ag-2", "ag-4"], Queue = "q-billing" }, Strategy = "round_robin" },
            new AssignmentRule { Name = "rest", When = new() { YoungerThan = Duration.FromMinutes(8) }, To = new() { Roles = ["agent", "senior"] }, Strategy = "weighted" }),
            agents: [("ag-1", "agent", 1), ("ag-2", "agent", 3), ("ag-3", "senior", 2), ("ag-4", "supervisor", null)]);
        var witness = new PlacementWitness(desk);
        var tickets = new List<string>();
        desk.Crm.OnRequest = witness.Note;
        foreach (var (act, which, more) in history)
            await DoAsync(desk, witness, tickets, act, which, more);
        desk.Crm.OnRequest = witness.Note;
        desk.SetAway(false);
        desk.Restart();
        Assert.Null((await desk.LookAfterAsync(16)).Away);
        witness.JudgeWindows();
        witness.Judge();
        witness.JudgeLives();
        Assert.Empty(witness.Faults);
    }, iter: 12, threads: 1);

    private static async Task DoAsync(FrontDesk desk, PlacementWitness witness, List<string> tickets, Act act, int which, int more)
    {
        switch (act)
        {
            case Act.OpenSeveral:
                for (var i = 0; i < 4; i++)
                    DoByHand(desk, tickets, Act.Open, which + i, more);
                break;
            case Act.GoAway:
                desk.SetAway(true);
                break;
            case Act.ComeBack:
                desk.SetAway(false);
                break;
            case Act.Pass:
                desk.Time.Advance(TimeSpan.FromMinutes(more));
                break;
            case Act.Restart:
                desk.Restart();
                break;
            case Act.Look:
                await LookAsync(desk, witness, onRequest: null);
                break;
            case Act.LookWhileSomebodyActs:
                await LookAsync(desk, witness, Once(more % 12, () => DoByHand(desk, tickets, (Act)(which % 11), which, more)));
                break;
            case Act.LookWhileAnswersAreLost:
                desk.Crm.Faults = new() { Seed = which, ConnectionResets = 0.15, TruncatedBodies = 0.15 };
                await LookAsync(desk, witness, onRequest: null);
                desk.SetAway(false);
                break;
            case Act.DieLooking:
                using (var death = new CancellationTokenSource())
                {
                    desk.Crm.OnRequest = Both(witness.Note, Once(more % 14, death.Cancel));
                    try
                    {
                        await desk.LookAsync(death.Token);
                    }
                    catch (OperationCanceledException)
                    {
                        desk.Restart();
                    }
                    desk.Crm.OnRequest = witness.Note;
                }
                break;
            default:
                DoByHand(desk, tickets, act, which, more);
                break;
        }
    }

    private static async Task LookAsync(FrontDesk desk, PlacementWitness witness, Action<string>? onRequest)
    {
        desk.Crm.OnRequest = onRequest is null ? witness.Note : Both(onRequest, witness.Note); // what somebody does then, a list already shows
        var outcome = await desk.LookAsync();
        witness.Judge();
        if (outcome.Away is null && onRequest is null)
            witness.JudgeWindows();
        desk.Crm.OnRequest = witness.Note;
    }

    private static void DoByHand(FrontDesk desk, List<string> tickets, Act act, int which, int more)
    {
        var (agent, ticket) = (Agents[which % Agents.Length], tickets.Count > 0 ? tickets[which % tickets.Count] : null);
        var status = ticket is null ? null : desk.TextOf(ticket, "status");
        switch (act)
        {
            case Act.Open:
                var opened = desk.People.OpenTicket(tier: which % 2 == 0 ? "premium" : "basic", priority: which % 3 == 0 ? "urgent" : "normal", queueId: which % 5 == 0 ? "q-inbox" : null);
                lock (tickets)
                    tickets.Add(opened);
                break;
            case Act.SetAvailability:
                desk.People.SetAvailability(agent, ((string[])["available", "available", "busy", "away", "offline"])[more % 5]);
                break;
            case Act.SetMost:
                desk.People.SetMaxOpenTickets(agent, more % 4);
                break;
            case Act.Leave when which % 4 == 0:
                desk.People.DeleteAgent(agent);
                break;
            case Act.Take when ticket is not null && status is not "closed":
                desk.People.Assign(ticket, agent, by: agent);
                break;
            case Act.Move when ticket is not null && status is not "closed":
                desk.People.Move(ticket, more % 2 == 0 ? "q-inbox" : null, by: more % 3 == 0 ? null : agent);
                break;
            case Act.LetGo when ticket is not null && status is not "closed":
                desk.People.Assign(ticket, null, by: agent);
                break;
            case Act.Finish when ticket is not null:
                desk.People.SetStatus(ticket, more % 2 == 0 ? "resolved" : "closed", by: agent);
                break;
            case Act.Reopen when ticket is not null && status is "resolved" or "closed":
                desk.People.SetStatus(ticket!, "open", by: null);
                break;
            case Act.Write when ticket is not null:
                desk.People.Write(ticket, "hello?");
                break;
        }
    }

    private static Action<string> Once(int request, Action act)
    {
        var left = request;
        return _ =>
        {
            if (Interlocked.Decrement(ref left) == -1)
                act();
        };
    }

    private static Action<string> Both(Action<string> first, Action<string> second) => request =>
    {
        first(request);
        second(request);
    };
}
