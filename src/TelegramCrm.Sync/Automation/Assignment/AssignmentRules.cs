using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>Holds tickets against the rules, in their order: the first that matches and finds a place holds, and when the window is over, the default queue.</summary>
/// <param name="configuration">The rules.</param>
public sealed class AssignmentRules(AssignmentConfiguration configuration)
{
    private const int MostCandidates = 20;

    private readonly List<CompiledRule> rules = [.. configuration.Rules.Select(rule => new CompiledRule(rule))];

    /// <summary>What is to be done with a ticket now. A rule that fails is passed over like one that does not match.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="world">What is known.</param>
    /// <param name="turns">Whose turn it is; a choice is counted there and on the agent's desk.</param>
    /// <param name="refused">Agents and queues that the CRM lately refused for this ticket.</param>
    public Verdict Decide(WaitingTicket ticket, AssignmentWorld world, Turns turns, IReadOnlySet<string> refused)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(refused);
        if (ticket.DecidedBy is { } person)
            return new Verdict(ticket, $"{person}, so it is left to people") { IsPeoples = true };
        var passedOver = new List<PassedOver>();
        if (world.IsTooOld)
            passedOver.Add(new("all", "what is known of agents and tickets is too old"));
        foreach (var rule in world.IsTooOld ? [] : rules)
        {
            try
            {
                var (verdict, why) = Ask(rule, ticket, world, turns, refused);
                if (verdict is not null)
                    return verdict with { PassedOver = passedOver };
                passedOver.Add(new(rule.Rule.Name, why!));
            }
#pragma warning disable CA1031 // Whatever is wrong with a rule, the others are asked, and at last the default queue takes the ticket.
            catch (Exception broken)
#pragma warning restore CA1031
            {
                passedOver.Add(new(rule.Rule.Name, $"it failed: {broken.Message}") { IsBroken = true });
            }
        }
        return LandOrWait(ticket, world, refused, passedOver) with { PassedOver = passedOver };
    }

    private static (Verdict?, string?) Ask(CompiledRule compiled, WaitingTicket ticket, AssignmentWorld world, Turns turns, IReadOnlySet<string> refused)
    {
        var rule = compiled.Rule;
        if (compiled.Mismatch(ticket, world.Now, world.Hours) is { } mismatch)
            return (null, mismatch);
        if (rule.To.Queue is { } queue && refused.Contains(queue))
            return (null, $"the CRM lately refused queue {queue}");
        if (!rule.To.WantsAgent)
            return (new Verdict(ticket, $"rule {rule.Name} puts it in queue {rule.To.Queue}") { IsPlaced = true, Rule = rule.Name, QueueId = rule.To.Queue }, null);
        var fitting = world.Desks.Values.Where(desk => desk.Fits(rule.To)).ToList();
        var free = fitting.Where(desk => desk.Hindrance is null && !refused.Contains(desk.AgentId)).ToList();
        if (free.Count > 0)
            return (Give(rule, ticket, fitting.Count, free, turns), null);
        var why = fitting.Count == 0 ? "the CRM has no such agent" : $"nobody is free: {string.Join(", ", fitting.Take(MostCandidates).Select(desk => $"{desk.AgentId} is {desk.Hindrance ?? "lately refused by the CRM"}"))}";
        var waitsUntil = ticket.ArrivedAt + rule.WaitFor;
        return world.Now < waitsUntil ? (new Verdict(ticket, $"rule {rule.Name} waits for one of its agents: {why}") { LookAgainAt = waitsUntil }, null) : (null, why);
    }

    private static Verdict Give(AssignmentRule rule, WaitingTicket ticket, int fitting, List<AgentDesk> free, Turns turns)
    {
        var candidates = free.OrderBy(desk => desk.Load).ThenBy(desk => desk.AgentId, StringComparer.Ordinal).Take(MostCandidates).Select(desk => new Candidate(desk.AgentId, desk.Load, desk.MaxOpenTickets)).ToList();
        var chosen = turns.Choose(rule, free);
        var how = rule.Strategy switch
        {
            "least_loaded" => $"has the fewest tickets ({chosen.Load})",
            "weighted" => $"is next by shares (weight {rule.Weights.GetValueOrDefault(chosen.AgentId, 1)})",
            _ => "is next in turn",
        };
        chosen.Pledge();
        return new Verdict(ticket, $"rule {rule.Name}: {free.Count} of {fitting} fitting agents are free, and {chosen.AgentId} {how}")
        {
            IsPlaced = true,
            Rule = rule.Name,
            AgentId = chosen.AgentId,
            QueueId = rule.To.Queue,
            Candidates = candidates,
        };
    }

    private Verdict LandOrWait(WaitingTicket ticket, AssignmentWorld world, IReadOnlySet<string> refused, List<PassedOver> passedOver)
    {
        var why = passedOver.Count == 0 ? "there are no rules" : string.Join("; ", passedOver.Select(rule => $"{rule.Rule}: {rule.Why}"));
        var endsAt = ticket.ArrivedAt + configuration.Fallback.Window;
        if (world.Now < endsAt)
            return new Verdict(ticket, $"no rule places it yet ({why})") { LookAgainAt = endsAt };
        var queue = world.DefaultQueues.Prepend(configuration.Fallback.Queue).FirstOrDefault(candidate => !refused.Contains(candidate));
        return queue is null
            ? new Verdict(ticket, $"the CRM lately refused every default queue, and no rule placed it ({why})") { LookAgainAt = world.Now }
            : new Verdict(ticket, $"no rule placed it within {DurationText.Format(configuration.Fallback.Window)} ({why}), so queue {queue} takes it") { IsPlaced = true, QueueId = queue };
    }
}
