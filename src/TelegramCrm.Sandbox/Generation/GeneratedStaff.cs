using System.Text.Json;
using TelegramCrm.Sandbox.Http;

namespace TelegramCrm.Sandbox.Generation;

/// <summary>The agents, queues and templates of the generated company, in the API's shapes.</summary>
internal sealed class GeneratedStaff(History history)
{
    public IEnumerable<(string Id, DateTimeOffset At, byte[] Json)> Agents()
    {
        for (var i = 0; i < Team.Agents.Count; i++)
        {
            var agent = Team.Agents[i];
            var at = history.At(0.98 + 0.02 * Draw.Share(0, agent.Id, 0));
            var availability = !agent.Shift.Covers(history.End) ? "offline" : (i % 5) switch { 1 => "busy", 3 => "away", _ => "available" };
            yield return (agent.Id, at, JsonAnswer.Bytes(json => WriteAgent(json, agent, availability, at)));
        }
    }

    public IEnumerable<(string Id, DateTimeOffset At, byte[] Json)> Queues()
    {
        foreach (var (id, name, team) in Team.Queues)
        {
            var at = history.Start.AddDays(-30 - Draw.Share(0, id, 0) * 200);
            at = Records.Rfc3339.ToMicroseconds(at);
            yield return (id, at, JsonAnswer.Bytes(json =>
            {
                json.WriteString("id", id);
                json.WriteString("name", name);
                json.WriteBoolean("is_default", id == Team.DefaultQueueId);
                json.WriteString("team", team);
                TicketJson.WriteTime(json, "updated_at", at);
            }));
        }
    }

    public IEnumerable<(string Id, DateTimeOffset At, byte[] Json)> Templates()
    {
        foreach (var template in ReplyTemplate.All)
        {
            var at = Records.Rfc3339.ToMicroseconds(template.ChangedAt(history));
            yield return (template.Id, at, JsonAnswer.Bytes(json => WriteTemplate(json, template, at)));
        }
    }

    private static void WriteAgent(Utf8JsonWriter json, Agent agent, string availability, DateTimeOffset at)
    {
        json.WriteString("id", agent.Id);
        json.WriteString("name", agent.Name);
        json.WriteString("username", agent.Username);
        json.WriteString("email", $"{agent.Username.Replace('_', '.')}@lumo.example");
        json.WriteString("role", agent.Role);
        json.WriteString("availability", availability);
        TicketJson.WriteList(json, "skills", Topic.All.Where(topic => agent.QueueIds.Contains(topic.QueueId)).Select(topic => topic.Name));
        TicketJson.WriteList(json, "queue_ids", agent.QueueIds);
        json.WriteNumber("max_open_tickets", agent.Role == "supervisor" ? 8 : 15 + (int)(10 * agent.Pace));
        TicketJson.WriteTime(json, "updated_at", at);
        TicketJson.WriteTime(json, "deleted_at", null);
    }

    private void WriteTemplate(Utf8JsonWriter json, ReplyTemplate template, DateTimeOffset at)
    {
        json.WriteString("id", template.Id);
        json.WriteString("title", template.Title);
        json.WriteString("body", template.Body);
        json.WriteString("locale", template.Locale);
        json.WriteString("article_id", template.ArticleId);
        json.WriteString("external_id", template.ExternalId);
        TicketJson.WriteList(json, "tags", template.Topic is null ? [template.Act] : [template.Topic.Replace('_', '-'), template.Act]);
        json.WriteNumber("version", template.Changes + 1);
        TicketJson.WriteTime(json, "updated_at", at);
        TicketJson.WriteTime(json, "deleted_at", template.DeletedAt(history));
    }
}
