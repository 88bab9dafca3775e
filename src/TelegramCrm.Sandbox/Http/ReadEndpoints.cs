using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Http;

/// <summary>Everything that is asked for with GET, but for the webhooks.</summary>
internal sealed class ReadEndpoints(SandboxState state)
{
    private readonly RecordPage page = new(state);

    private Workspace Workspace => state.Workspace;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me", GetMeAsync);
        api.MapGet("/tickets", ListTicketsAsync).In(EndpointCategory.Tickets);
        api.MapGet("/tickets/{ticket_id}", GetTicketAsync).In(EndpointCategory.Tickets);
        api.MapGet("/tickets/{ticket_id}/messages", ListMessagesAsync).In(EndpointCategory.Tickets);
        api.MapGet("/ticket-events", context => ListAsync(context, "ticket_events", Workspace.TicketEvents, "since", "until")).In(EndpointCategory.Tickets);
        api.MapGet("/agents", context => ListAsync(context, "agents", Workspace.Agents, "updated_since", null)).In(EndpointCategory.Agents);
        api.MapGet("/queues", context => ListAsync(context, "queues", Workspace.Queues, "updated_since", null)).In(EndpointCategory.Agents);
        api.MapGet("/templates", context => ListAsync(context, "templates", Workspace.Templates, "updated_since", null)).In(EndpointCategory.Templates);
        api.MapGet("/template-usages", context => ListAsync(context, "template_usages", Workspace.TemplateUsages, "since", "until")).In(EndpointCategory.Templates);
    }

    private Task GetMeAsync(HttpContext context) => JsonAnswer.WriteAsync(context, 200, JsonAnswer.Bytes(writer =>
    {
        writer.WriteString("workspace_id", SandboxServer.WorkspaceId);
        writer.WriteString("name", "Sandbox");
        writer.WriteStartArray("scopes");
        foreach (var scope in (string[])["tickets:read", "tickets:write", "templates:read", "templates:write", "agents:read", "webhooks:write"])
            writer.WriteStringValue(scope);
        writer.WriteEndArray();
        writer.WriteString("server_time", Rfc3339.Format(state.ServerTime));
    }));

    private Task ListAsync(HttpContext context, string name, RecordStream stream, string since, string? until) =>
        page.AnswerAsync(context, new ListQuery(context, since, until), name, stream.After);

    private Task ListTicketsAsync(HttpContext context)
    {
        var query = new ListQuery(context, "updated_since", "updated_until");
        var filter = new TicketFilter(Workspace, query);
        var shape = TicketShape.For(Workspace, query);
        return page.AnswerAsync(context, query, "tickets", Workspace.Tickets.After, filter.WantsAll ? null : filter.Wants, shape.Write);
    }

    private Task ListMessagesAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["ticket_id"]!;
        MessageThread thread;
        lock (Workspace.Gate)
        {
            _ = Workspace.Tickets.Find(id) ?? throw RefusalException.NotFound("ticket", id);
            thread = Workspace.Threads.GetValueOrDefault(id);
        }
        return page.AnswerAsync(context, new ListQuery(context), "messages", (ticks, after) => thread.After(Workspace.Heap, ticks, after));
    }

    private Task GetTicketAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["ticket_id"]!;
        return TicketAnswer.WriteAsync(context, Workspace, id);
    }
}
