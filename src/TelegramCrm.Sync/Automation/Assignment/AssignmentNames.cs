using System.Text.Json;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>Holds the agents and queues that rules name against those the CRM has. Only the CRM can say so; nothing is written.</summary>
public static class AssignmentNames
{
    /// <summary>What rules name in vain, or can never find, in words.</summary>
    /// <param name="assignment">The rules.</param>
    /// <param name="client">The CRM.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused, or was away.</exception>
    public static async Task<IReadOnlyList<string>> WrongAsync(AssignmentConfiguration assignment, CrmClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        ArgumentNullException.ThrowIfNull(client);
        var agents = (await ReadAsync(client, Streams.Agents, cancellationToken)).Select(DeskOf).Where(desk => !desk.IsDeleted).ToList();
        var queues = (await ReadAsync(client, Streams.Queues, cancellationToken)).Select(queue => queue.GetProperty("id").GetString()!).ToHashSet();
        return [.. Wrong(assignment, agents, queues)];
    }

    private static IEnumerable<string> Wrong(AssignmentConfiguration assignment, List<AgentDesk> agents, HashSet<string> queues)
    {
        var ids = agents.Select(agent => agent.AgentId).ToHashSet();
        if (!queues.Contains(assignment.Fallback.Queue))
            yield return $"fallback.queue: the CRM has no queue {assignment.Fallback.Queue}";
        foreach (var (index, rule) in assignment.Rules.Index())
        {
            var at = $"rules[{index}] ({rule.Name})";
            foreach (var queue in rule.When.Queues.Concat(rule.To.MembersOf).Concat(rule.To.Queue is { } put ? [put] : []).Distinct().Where(queue => !queues.Contains(queue)))
                yield return $"{at}: the CRM has no queue {queue}";
            foreach (var agent in rule.To.Agents.Concat(rule.Weights.Keys).Distinct().Where(agent => !ids.Contains(agent)))
                yield return $"{at}: the CRM has no agent {agent}";
            foreach (var skill in rule.To.Skills.Where(skill => !agents.Exists(agent => agent.Skills.Contains(skill))))
                yield return $"{at}: no agent has the skill {skill}";
            if (rule.To.WantsAgent && !agents.Exists(agent => agent.Fits(rule.To)))
                yield return $"{at}: no agent of the CRM fits all of \"to\", so it never finds anybody";
        }
    }

    private static async Task<List<JsonElement>> ReadAsync(CrmClient client, CrmStream stream, CancellationToken cancellationToken)
    {
        var records = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            using var page = await client.GetPageAsync(stream.Path, [new("limit", "500"), new("cursor", cursor)], cancellationToken);
            records.AddRange(page.Records.Select(record => JsonElement.Parse(page.Bytes[record].Span)));
            if (!page.HasMore || page.NextCursor == cursor)
                return records;
            cursor = page.NextCursor;
        }
    }

    private static AgentDesk DeskOf(JsonElement agent) => new()
    {
        AgentId = agent.GetProperty("id").GetString()!,
        Role = Text(agent, "role"),
        Skills = Texts(agent, "skills"),
        QueueIds = Texts(agent, "queue_ids"),
        IsDeleted = Text(agent, "deleted_at") is not null,
    };

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IReadOnlyList<string> Texts(JsonElement record, string name) => record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : [];
}
