using NodaTime;

namespace TelegramCrm.Sync.Automation.Assignment.Replay;

/// <summary>Agents and their desks as time goes by: versions come into force, tickets are put down and done.</summary>
/// <param name="versions">Every version of every agent, in order. Before the first one, an agent is taken to have been as it says.</param>
internal sealed class PastDesks(IReadOnlyList<(Instant At, AgentDesk Agent)> versions)
{
    private readonly Dictionary<string, AgentDesk> desks = versions.GroupBy(version => version.Agent.AgentId).ToDictionary(agent => agent.Key, agent => agent.First().Agent);
    private readonly PriorityQueue<string, Instant> done = new();
    private readonly Dictionary<string, long> most = [];
    private int next;

    /// <summary>Every agent as they are now.</summary>
    public IReadOnlyDictionary<string, AgentDesk> Now => desks;

    /// <summary>The most that each had at once.</summary>
    public IReadOnlyDictionary<string, long> Most => most;

    /// <summary>Lets time go by.</summary>
    /// <param name="now">Not before what was given last.</param>
    public void GoTo(Instant now)
    {
        for (; next < versions.Count && versions[next].At <= now; next++)
        {
            var version = versions[next].Agent;
            desks[version.AgentId] = desks[version.AgentId] with
            {
                Role = version.Role,
                Availability = version.Availability,
                Skills = version.Skills,
                QueueIds = version.QueueIds,
                MaxOpenTickets = version.MaxOpenTickets,
                IsDeleted = version.IsDeleted,
            };
        }
        while (done.TryPeek(out var agent, out var at) && at <= now)
        {
            done.Dequeue();
            desks[agent].Release();
        }
    }

    /// <summary>Puts a ticket on a desk that its agent has not been told to count yet.</summary>
    public void Put(string agentId, Instant? doneAt)
    {
        if (!desks.TryGetValue(agentId, out var desk))
            desks[agentId] = desk = new AgentDesk { AgentId = agentId, IsDeleted = true }; // of whom nothing but their work is known
        desk.Pledge();
        Count(agentId, doneAt);
    }

    /// <summary>Notes of a ticket that was counted already when it will be done.</summary>
    public void Count(string agentId, Instant? doneAt)
    {
        most[agentId] = Math.Max(most.GetValueOrDefault(agentId), desks[agentId].Load);
        if (doneAt is { } at)
            done.Enqueue(agentId, at);
    }
}
