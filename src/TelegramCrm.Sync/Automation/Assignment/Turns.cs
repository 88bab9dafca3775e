using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>
/// Whose turn it is under each rule. Shares follow start-time fair queueing (Goyal, Vin and Cheng, 1996): a choice takes 1 ÷ weight of an agent's share,
/// the one whose share begins first is next, and who was away takes up where the others are, instead of making up for the absence.
/// </summary>
/// <param name="taken">What stands of earlier choices.</param>
public sealed class Turns(IEnumerable<AgentTurn> taken)
{
    private readonly Dictionary<(string Rule, string AgentId), AgentTurn> turns = taken.ToDictionary(turn => (turn.Rule, turn.AgentId));

    private readonly Dictionary<(string Rule, string AgentId), AgentTurn> changed = [];

    /// <summary>Those that were changed by <see cref="Choose"/>.</summary>
    public IReadOnlyDictionary<(string Rule, string AgentId), AgentTurn> Changed => changed;

    /// <summary>Chooses one of several agents, and counts it.</summary>
    /// <param name="rule">By whose strategy.</param>
    /// <param name="free">Who can be chosen; at least one.</param>
    public AgentDesk Choose(AssignmentRule rule, IReadOnlyCollection<AgentDesk> free)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var ofRule = turns.Values.Where(turn => turn.Rule == rule.Name).ToList();
        var last = ofRule.MaxBy(turn => turn.Turn);
        var present = last?.ShareFrom ?? 0;
        var byTurn = free.OrderBy(desk => rule.Strategy switch
        {
            "least_loaded" => desk.Load,
            "weighted" => Math.Max(present, TurnOf(rule, desk)?.ShareUntil ?? present),
            _ => 0,
        }).ThenBy(desk => TurnOf(rule, desk)?.Turn ?? 0).ThenBy(desk => desk.AgentId, StringComparer.Ordinal);
        var chosen = byTurn.First();
        var from = Math.Max(present, TurnOf(rule, chosen)?.ShareUntil ?? present);
        var turn = new AgentTurn(rule.Name, chosen.AgentId, (last?.Turn ?? 0) + 1, from, from + (1.0 / rule.Weights.GetValueOrDefault(chosen.AgentId, 1)));
        turns[(rule.Name, chosen.AgentId)] = changed[(rule.Name, chosen.AgentId)] = turn;
        return chosen;
    }

    private AgentTurn? TurnOf(AssignmentRule rule, AgentDesk desk) => turns.GetValueOrDefault((rule.Name, desk.AgentId));
}

/// <summary>When an agent was last chosen by a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="AgentId">The agent.</param>
/// <param name="Turn">The rule's count at that choice, from 1.</param>
/// <param name="ShareFrom">Where the share begins that this choice took.</param>
/// <param name="ShareUntil">Where it ends.</param>
public sealed record AgentTurn(string Rule, string AgentId, long Turn, double ShareFrom, double ShareUntil);
