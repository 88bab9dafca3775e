using System.Text.Json.Nodes;
using TelegramCrm.Sandbox.Generation;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Activity;

/// <summary>Work that goes on after the start: each step is one change, drawn from the seed and the step's number.</summary>
internal sealed class LiveWork(Changes changes, SandboxOptions options)
{
    private long steps;

    private Workspace Workspace => changes.Workspace;

    /// <summary>Makes one change at the present instant.</summary>
    public SandboxActivity Step(SandboxActivity soFar)
    {
        lock (Workspace.Gate)
        {
            var dice = new Dice(options.Seed, "live", ++steps);
            var kind = dice.Share();
            if (kind < 0.2)
                return Open(soFar);
            if (kind > 0.98 && Workspace.Agents.Ids.Count > 0)
                return ChangeAgent(soFar, dice);
            if (Pick(dice) is not { } ticket)
                return Open(soFar);
            return kind switch
            {
                < 0.5 => CustomerWrites(soFar, ticket, dice),
                < 0.74 => AgentReplies(soFar, ticket, dice),
                < 0.86 => ChangeStatus(soFar, ticket, dice),
                < 0.97 => Route(soFar, ticket, dice),
                _ => Delete(soFar, ticket),
            };
        }
    }

    private SandboxActivity Open(SandboxActivity soFar)
    {
        var now = Rfc3339.ToMicroseconds(Workspace.Clock.Now);
        var number = 1_000_000 + steps;
        var teller = new TicketTeller(new History(now - options.History, now.AddSeconds(1)), options.Seed, customers: 500);
        var story = teller.Tell($"{TicketTeller.IdOf(number)}x", number, now);
        var change = new TicketChange(changes, NewTicket(story), new Actor("customer", story.Customer.Id));
        change.Create();
        change.Say(story.Messages.FirstOrDefault()?.Text ?? story.Facts.Fill(story.Case.Opening));
        change.Commit();
        return soFar with { TicketsCreated = soFar.TicketsCreated + 1 };
    }

    private static JsonObject NewTicket(TicketDraft story)
    {
        var ticket = JsonNode.Parse(TicketJson.Bytes(story))!.AsObject();
        (ticket["status"], ticket["queue_id"], ticket["assigned_agent_id"]) = ("new", null, null);
        (ticket["first_response_at"], ticket["resolved_at"], ticket["closed_at"], ticket["deleted_at"]) = (null, null, null, null);
        ticket.Remove("updated_at"); // it has none yet
        return ticket;
    }

    private SandboxActivity CustomerWrites(SandboxActivity soFar, JsonObject ticket, Dice dice)
    {
        var customer = new Actor("customer", (string?)ticket["customer"]?["id"]);
        var book = BookOf(ticket);
        var change = new TicketChange(changes, ticket, customer);
        var isReopening = change.Status is "resolved" or "closed";
        change.Say(dice.Pick(isReopening ? book.Reopens : dice.Falls(0.5) ? book.Chat.Where(text => !text.Contains('{', StringComparison.Ordinal)).ToList() : book.Nudges));
        if (change.Status is "pending" or "resolved" or "closed")
            change.SetStatus("open");
        change.Commit();
        return soFar with { MessagesAdded = soFar.MessagesAdded + 1, StatusesChanged = soFar.StatusesChanged + (isReopening ? 1 : 0) };
    }

    private SandboxActivity AgentReplies(SandboxActivity soFar, JsonObject ticket, Dice dice)
    {
        var agent = AgentOf(ticket, dice);
        var change = new TicketChange(changes, ticket, agent);
        if (change.Status == "new")
        {
            change.Assign(agent.Id);
            change.SetStatus("open");
        }
        var template = agent.Id is not null && dice.Falls(0.5) ? PickTemplate(dice) : null;
        var name = (string?)ticket["customer"]?["display_name"] ?? "";
        if (template is null)
        {
            change.Say(dice.Pick(BookOf(ticket).Updates));
            change.Commit();
            return soFar with { MessagesAdded = soFar.MessagesAdded + 1 };
        }
        var text = ((string?)template["body"] ?? "").Replace("{{customer}}", name, StringComparison.Ordinal)
            .Replace("{{agent}}", AgentName(agent.Id!), StringComparison.Ordinal)
            .Replace("{{number}}", ticket["number"]!.ToString(), StringComparison.Ordinal);
        change.Apply((string)template["id"]!, change.Say(text, (string)template["id"]!));
        change.Commit();
        return soFar with { MessagesAdded = soFar.MessagesAdded + 1, TemplatesApplied = soFar.TemplatesApplied + 1 };
    }

    private SandboxActivity ChangeStatus(SandboxActivity soFar, JsonObject ticket, Dice dice)
    {
        var change = new TicketChange(changes, ticket, AgentOf(ticket, dice));
        string[] next = change.Status switch
        {
            "new" => ["open"],
            "open" => ["pending", "on_hold", "resolved", "resolved"],
            "resolved" => ["closed"],
            "closed" => ["open"],
            _ => ["open"],
        };
        change.SetStatus(dice.Pick(next));
        change.Commit();
        return soFar with { StatusesChanged = soFar.StatusesChanged + 1 };
    }

    private SandboxActivity Route(SandboxActivity soFar, JsonObject ticket, Dice dice)
    {
        var change = new TicketChange(changes, ticket, AgentOf(ticket, dice));
        var kind = dice.Share();
        if (kind < 0.5 && Workspace.Agents.Ids.Count > 0)
            change.Assign(dice.Pick([.. Workspace.Agents.Ids.Where(id => id != (string?)ticket["assigned_agent_id"])]));
        else if (kind < 0.8 && Workspace.Queues.Ids.Count > 0)
            change.MoveTo(dice.Pick([.. Workspace.Queues.Ids.Where(id => id != (string?)ticket["queue_id"])]));
        else
            change.Prioritize((string?)ticket["priority"] == "high" ? "urgent" : "high");
        change.Commit();
        return soFar with { TicketsRouted = soFar.TicketsRouted + 1 };
    }

    private SandboxActivity Delete(SandboxActivity soFar, JsonObject ticket)
    {
        var change = new TicketChange(changes, ticket, new Actor("system", null));
        change.Delete();
        change.Commit();
        return soFar with { TicketsDeleted = soFar.TicketsDeleted + 1 };
    }

    private SandboxActivity ChangeAgent(SandboxActivity soFar, Dice dice)
    {
        var agent = changes.Read(Workspace.Agents, dice.Pick(Workspace.Agents.Ids))!;
        string[] others = [.. ((string[])["available", "busy", "away", "offline"]).Where(value => value != (string?)agent["availability"])];
        var at = changes.Stamp((DateTimeOffset)agent["updated_at"]!);
        (agent["availability"], agent["updated_at"]) = (dice.Pick(others), Rfc3339.Format(at));
        changes.Put(Workspace.Agents, agent, at);
        changes.TellOfAgent(at, agent);
        return soFar with { AgentsChanged = soFar.AgentsChanged + 1 };
    }

    /// <summary>A ticket that still lives, rather a young one.</summary>
    private JsonObject? Pick(Dice dice)
    {
        var ids = Workspace.Tickets.Ids;
        JsonObject? closed = null;
        for (var tries = 0; ids.Count > 0 && tries < 30; tries++)
        {
            var ticket = changes.Read(Workspace.Tickets, ids[^(1 + (int)(ids.Count * Math.Pow(dice.Share(), 3)))])!;
            if (ticket["deleted_at"] is not null)
                continue;
            if ((string)ticket["status"]! != "closed")
                return ticket;
            closed ??= ticket;
        }
        return closed;
    }

    private JsonObject? PickTemplate(Dice dice)
    {
        var living = Workspace.Templates.Ids.Select(id => changes.Read(Workspace.Templates, id)!).Where(template => template["deleted_at"] is null).ToList();
        return living.Count == 0 ? null : living[(int)(living.Count * Math.Pow(dice.Share(), 2))];
    }

    private Actor AgentOf(JsonObject ticket, Dice dice) => new(
        "agent", (string?)ticket["assigned_agent_id"] ?? (Workspace.Agents.Ids.Count > 0 ? dice.Pick(Workspace.Agents.Ids) : null));

    private string AgentName(string id) => ((string?)changes.Read(Workspace.Agents, id)?["name"] ?? id).Split(' ')[0];

    private static PhraseBook BookOf(JsonObject ticket) => PhraseBook.In((string?)ticket["customer"]?["language"]);
}
