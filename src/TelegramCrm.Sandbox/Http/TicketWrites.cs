using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TelegramCrm.Sandbox.Activity;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Http;

/// <summary>Changes of tickets by the API.</summary>
internal sealed class TicketWrites(SandboxState state)
{
    private static readonly string[] Priorities = ["low", "normal", "high", "urgent"];

    private Workspace Workspace => state.Workspace;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPatch("/tickets/{ticket_id}", PatchAsync).In(EndpointCategory.Tickets);
        api.MapPost("/tickets/{ticket_id}/articles", AttachArticleAsync).In(EndpointCategory.Tickets);
    }

    private async Task PatchAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, "assigned_agent_id", "queue_id", "status", "priority", "tags", "custom_fields");
        var id = (string)context.Request.RouteValues["ticket_id"]!;
        lock (Workspace.Gate)
        {
            var ticket = Find(id);
            if (context.Request.Headers.IfMatch is { Count: > 0 } expected && !expected.ToString().Contains(TicketAnswer.ETag(TicketAnswer.Json(Workspace, id)), StringComparison.Ordinal) && expected != "*")
                throw new RefusalException(412, "precondition_failed", "the ticket has changed since; read it again");
            RequireWritable(ticket, body);
            Check(body);
            Apply(body, new TicketChange(state.Changes, ticket, Actor.Api), ticket);
        }
        await TicketAnswer.WriteAsync(context, Workspace, id);
    }

    private JsonObject Find(string id) => state.Changes.Read(Workspace.Tickets, id) ?? throw RefusalException.NotFound("ticket", id);

    private static void RequireWritable(JsonObject ticket, RequestBody body)
    {
        if (ticket["deleted_at"] is not null)
            throw new RefusalException(409, "ticket_deleted", "a deleted ticket cannot be changed");
        if ((string?)ticket["status"] == "closed" && !(body.Has("status") && body.TextOrNull("status") is "open" or "closed"))
            throw new RefusalException(409, "ticket_closed", "a closed ticket cannot be changed; set its status to open with the same request", "status");
        if (body.Has("status") && body.TextOrNull("status") == "new" && (string?)ticket["status"] != "new")
            throw new RefusalException(409, "invalid_transition", "a ticket cannot become new again", "status");
    }

    private void Check(RequestBody body)
    {
        if (body.Has("status"))
            body.OneOf("status", TicketFilter.Statuses);
        if (body.Has("priority"))
            body.OneOf("priority", Priorities);
        if (body.Has("tags"))
            body.Texts("tags");
        if (body.Has("custom_fields") && body["custom_fields"] is not JsonObject)
            throw RefusalException.Invalid("custom_fields", "must be an object");
        if (body.Has("queue_id") && body.TextOrNull("queue_id") is { } queue && Workspace.Queues.Find(queue) is null)
            throw RefusalException.Invalid("queue_id", $"names no queue: {queue}");
        if (body.Has("assigned_agent_id") && body.TextOrNull("assigned_agent_id") is { } agent
            && (state.Changes.Read(Workspace.Agents, agent) is not { } found || found["deleted_at"] is not null))
        {
            throw RefusalException.Invalid("assigned_agent_id", $"names no agent: {agent}");
        }
    }

    private static void Apply(RequestBody body, TicketChange change, JsonObject ticket)
    {
        if (body.Has("queue_id"))
            change.MoveTo(body.TextOrNull("queue_id"));
        if (body.Has("assigned_agent_id"))
            change.Assign(body.TextOrNull("assigned_agent_id"));
        if (body.Has("priority"))
            change.Prioritize(body.Text("priority"));
        if (body.Has("status"))
            change.SetStatus(body.Text("status"));
        if (body.Has("tags"))
            change.Replace("tags", body["tags"]);
        if (body.Has("custom_fields"))
            change.Replace("custom_fields", Merged(ticket["custom_fields"] as JsonObject, (JsonObject)body["custom_fields"]!));
        change.Commit();
    }

    /// <summary>Fields that the request doesn't name stay; one set to null goes (RFC 7396).</summary>
    private static JsonObject Merged(JsonObject? before, JsonObject patch)
    {
        var merged = before?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in patch)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = value.DeepClone();
        }
        return merged;
    }

    private async Task AttachArticleAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, "article_id", "title", "url");
        var id = (string)context.Request.RouteValues["ticket_id"]!;
        var articleId = body.Text("article_id");
        var article = new JsonObject { ["article_id"] = articleId };
        foreach (var name in body.Names.Where(name => name != "article_id"))
            article[name] = body.TextOrNull(name);
        lock (Workspace.Gate)
        {
            var ticket = Find(id);
            var attached = (ticket["articles"] as JsonArray)?.DeepClone().AsArray() ?? [];
            if (!attached.Any(link => (string?)link?["article_id"] == articleId))
            {
                attached.Add(article);
                var change = new TicketChange(state.Changes, ticket, Actor.Api);
                change.Replace("articles", attached);
                change.Commit();
            }
        }
        await TicketAnswer.WriteAsync(context, Workspace, id);
    }
}
