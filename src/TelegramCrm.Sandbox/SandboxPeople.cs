using System.Text.Json.Nodes;
using TelegramCrm.Sandbox.Activity;
using TelegramCrm.Sandbox.Http;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox;

/// <summary>What people do in the CRM at the present instant: customers write, agents come and go, take tickets and move them. Each act leaves the events, stamps and deliveries that it leaves in a CRM.</summary>
public sealed class SandboxPeople
{
    private readonly SandboxState state;
    private long tickets;

    internal SandboxPeople(SandboxState state) => this.state = state;

    private Workspace Workspace => state.Workspace;

    /// <summary>A customer opens a ticket.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="tier">The customer's tier.</param>
    /// <param name="priority">The ticket's priority.</param>
    /// <param name="queueId">The queue that the intake puts it in; null for none.</param>
    /// <param name="language">The customer's language.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="fields">Its custom fields.</param>
    /// <param name="text">What the customer writes; null for the subject once more.</param>
    /// <returns>Its id.</returns>
    public string OpenTicket(
        string subject = "a question", string tier = "basic", string priority = "normal", string? queueId = null, string? language = "en", string[]? tags = null, JsonObject? fields = null, string? text = null)
    {
        lock (Workspace.Gate)
        {
            var number = 5_000_000 + ++tickets;
            var customer = $"cust-p{number}";
            var ticket = new JsonObject
            {
                ["id"] = $"tick-p{number}",
                ["number"] = number,
                ["source"] = new JsonObject { ["channel"] = "telegram_topic_group", ["group_id"] = -1002101424779, ["topic_id"] = number },
                ["subject"] = subject,
                ["status"] = "new",
                ["priority"] = priority,
                ["queue_id"] = queueId,
                ["assigned_agent_id"] = null,
                ["customer"] = new JsonObject { ["id"] = customer, ["username"] = null, ["display_name"] = "A customer", ["tier"] = tier, ["language"] = language },
                ["tags"] = new JsonArray([.. (tags ?? []).Select(tag => (JsonNode)tag)]),
                ["custom_fields"] = fields ?? [],
                ["articles"] = new JsonArray(),
                ["first_response_at"] = null,
                ["resolved_at"] = null,
                ["closed_at"] = null,
                ["reopen_count"] = 0,
                ["deleted_at"] = null,
            };
            var change = new TicketChange(state.Changes, ticket, new Actor("customer", customer));
            change.Create();
            change.Say(text ?? subject);
            change.Commit();
            return change.TicketId;
        }
    }

    /// <summary>A customer writes once more.</summary>
    /// <param name="ticketId">In which ticket.</param>
    /// <param name="text">What.</param>
    public void Write(string ticketId, string text) => Change(ticketId, new Actor("customer", (string?)Read(Workspace.Tickets, ticketId)["customer"]?["id"]), change => change.Say(text));

    /// <summary>An agent gives a ticket to somebody.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="agentId">To whom; null for nobody.</param>
    /// <param name="by">The agent who does it; null when the CRM does it by itself.</param>
    public void Assign(string ticketId, string? agentId, string? by) => Change(ticketId, ActorOf(by), change => change.Assign(agentId));

    /// <summary>An agent moves a ticket.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="queueId">To which queue; null for none.</param>
    /// <param name="by">The agent who does it; null when the CRM does it by itself.</param>
    public void Move(string ticketId, string? queueId, string? by) => Change(ticketId, ActorOf(by), change => change.MoveTo(queueId));

    /// <summary>An agent changes a ticket's status.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="status">To which.</param>
    /// <param name="by">The agent who does it; null when the CRM does it by itself.</param>
    public void SetStatus(string ticketId, string status, string? by) => Change(ticketId, ActorOf(by), change => change.SetStatus(status));

    /// <summary>An agent comes, goes or gets busy.</summary>
    /// <param name="agentId">Who.</param>
    /// <param name="availability"><c>available</c>, <c>busy</c>, <c>away</c> or <c>offline</c>.</param>
    public void SetAvailability(string agentId, string availability) => ChangeAgent(agentId, agent => agent["availability"] = availability);

    /// <summary>How many tickets an agent takes at most.</summary>
    /// <param name="agentId">Who.</param>
    /// <param name="most">How many; null for no limit.</param>
    public void SetMaxOpenTickets(string agentId, int? most) => ChangeAgent(agentId, agent => agent["max_open_tickets"] = most);

    /// <summary>Someone leaves the company. Their tickets that wait or are worked on lose their agent.</summary>
    /// <param name="agentId">Who.</param>
    public void DeleteAgent(string agentId)
    {
        ChangeAgent(agentId, agent => agent["deleted_at"] = Rfc3339.Format(Workspace.Clock.Now));
        List<string> theirs;
        lock (Workspace.Gate)
            theirs = [.. Workspace.Tickets.Ids.Where(id => Read(Workspace.Tickets, id) is var ticket && (string?)ticket["assigned_agent_id"] == agentId && ticket["deleted_at"] is null && (string?)ticket["status"] is not ("resolved" or "closed"))];
        foreach (var ticket in theirs)
            Assign(ticket, null, by: null);
    }

    /// <summary>A queue is removed; tickets keep its id.</summary>
    /// <param name="queueId">Which.</param>
    public void RemoveQueue(string queueId)
    {
        lock (Workspace.Gate)
            Workspace.Queues.Remove(queueId);
    }

    /// <summary>Someone makes a template by hand.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="body">Its text.</param>
    /// <param name="externalId">What an outside repository calls it; null for nothing.</param>
    /// <returns>Its id.</returns>
    public string MakeTemplate(string title, string body, string? externalId = null)
    {
        lock (Workspace.Gate)
        {
            var id = state.Changes.NextId("tpl");
            PutTemplate(new JsonObject
            {
                ["id"] = id,
                ["title"] = title,
                ["body"] = body,
                ["locale"] = "en",
                ["article_id"] = null,
                ["external_id"] = externalId,
                ["tags"] = new JsonArray(),
                ["version"] = 0,
                ["deleted_at"] = null,
            });
            return id;
        }
    }

    /// <summary>Someone edits a template by hand.</summary>
    /// <param name="templateId">Which.</param>
    /// <param name="body">Its new text.</param>
    public void EditTemplate(string templateId, string body) => ChangeTemplate(templateId, template => template["body"] = body);

    /// <summary>Someone deletes a template by hand. It stays in the list, marked.</summary>
    /// <param name="templateId">Which.</param>
    public void DeleteTemplate(string templateId) => ChangeTemplate(templateId, template => template["deleted_at"] = Rfc3339.Format(Workspace.Clock.Now));

    /// <summary>An agent answers with a template.</summary>
    /// <param name="ticketId">In which ticket.</param>
    /// <param name="templateId">The template.</param>
    /// <param name="by">The agent.</param>
    public void ApplyTemplate(string ticketId, string templateId, string by) => Change(
        ticketId, ActorOf(by), change => change.Apply(templateId, change.Say((string)Read(Workspace.Templates, templateId)["body"]!, templateId)));

    /// <summary>An agent answers.</summary>
    /// <param name="ticketId">In which ticket.</param>
    /// <param name="text">What.</param>
    /// <param name="by">The agent.</param>
    public void Answer(string ticketId, string text, string by) => Change(ticketId, ActorOf(by), change => change.Say(text));

    private void ChangeTemplate(string templateId, Action<JsonObject> act)
    {
        lock (Workspace.Gate)
        {
            var template = Read(Workspace.Templates, templateId);
            act(template);
            PutTemplate(template);
        }
    }

    private void PutTemplate(JsonObject template)
    {
        var at = state.Changes.Stamp((DateTimeOffset?)template["updated_at"]);
        (template["version"], template["updated_at"]) = ((int)template["version"]! + 1, Rfc3339.Format(at));
        state.Changes.Put(Workspace.Templates, template, at);
    }

    private void Change(string ticketId, Actor actor, Action<TicketChange> act)
    {
        lock (Workspace.Gate)
        {
            var change = new TicketChange(state.Changes, Read(Workspace.Tickets, ticketId), actor);
            act(change);
            change.Commit();
        }
    }

    private void ChangeAgent(string agentId, Action<JsonObject> act)
    {
        lock (Workspace.Gate)
        {
            var agent = Read(Workspace.Agents, agentId);
            act(agent);
            var at = state.Changes.Stamp((DateTimeOffset)agent["updated_at"]!);
            agent["updated_at"] = Rfc3339.Format(at);
            state.Changes.Put(Workspace.Agents, agent, at);
            state.Changes.TellOfAgent(at, agent);
        }
    }

    private JsonObject Read(RecordStream stream, string id)
    {
        lock (Workspace.Gate)
            return state.Changes.Read(stream, id) ?? throw new ArgumentException($"there is no {id}", nameof(id));
    }

    private static Actor ActorOf(string? agentId) => agentId is null ? new("system", null) : new("agent", agentId);
}
