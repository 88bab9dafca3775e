using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Http;

/// <summary>Changes of templates by the API.</summary>
internal sealed class TemplateWrites(SandboxState state)
{
    private const int LongestBody = 10_000;

    private static readonly string[] Fields = ["title", "body", "locale", "article_id", "external_id", "tags"];

    private Workspace Workspace => state.Workspace;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/templates", CreateAsync).In(EndpointCategory.Templates);
        api.MapPatch("/templates/{template_id}", UpdateAsync).In(EndpointCategory.Templates);
        api.MapDelete("/templates/{template_id}", Delete).In(EndpointCategory.Templates);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, Fields);
        Check(body);
        RequireShort(body);
        foreach (var required in (string[])["title", "body"])
            _ = body.Text(required).Length > 0 ? true : throw RefusalException.Invalid(required, "must not be empty");
        byte[] json;
        lock (Workspace.Gate)
        {
            RequireFree(body, except: null);
            var template = new JsonObject { ["id"] = state.Changes.NextId("tpl"), ["locale"] = "en", ["article_id"] = null, ["external_id"] = null, ["tags"] = new JsonArray() };
            json = Write(template, body, version: 1);
        }
        await JsonAnswer.WriteAsync(context, 201, json);
    }

    private async Task UpdateAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, Fields);
        Check(body);
        RequireShort(body);
        byte[] json;
        lock (Workspace.Gate)
        {
            var template = FindLiving(context);
            RequireFree(body, except: (string)template["id"]!);
            json = Write(template, body, (int)template["version"]! + 1);
        }
        await JsonAnswer.WriteAsync(context, 200, json);
    }

    private Task Delete(HttpContext context)
    {
        lock (Workspace.Gate)
        {
            var template = FindLiving(context);
            var at = state.Changes.Stamp((DateTimeOffset)template["updated_at"]!);
            (template["updated_at"], template["deleted_at"]) = (Rfc3339.Format(at), Rfc3339.Format(at));
            state.Changes.Put(Workspace.Templates, template, at);
        }
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private JsonObject FindLiving(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["template_id"]!;
        return state.Changes.Read(Workspace.Templates, id) is { } template && template["deleted_at"] is null
            ? template
            : throw RefusalException.NotFound("template", id);
    }

    private static void Check(RequestBody body)
    {
        foreach (var name in body.Names)
        {
            if (name == "tags")
                body.Texts(name);
            else if (name is "article_id" or "external_id")
                body.TextOrNull(name);
            else
                body.Text(name);
        }
    }

    private static void RequireShort(RequestBody body)
    {
        if (body.Has("body") && body.Text("body").Length > LongestBody)
            throw RefusalException.Invalid("body", $"must not be longer than {LongestBody} characters");
    }

    private void RequireFree(RequestBody body, string? except)
    {
        if (!body.Has("external_id") || body.TextOrNull("external_id") is not { } externalId)
            return;
        foreach (var id in Workspace.Templates.Ids.Where(id => id != except))
        {
            var other = state.Changes.Read(Workspace.Templates, id)!;
            if ((string?)other["external_id"] == externalId && other["deleted_at"] is null)
                throw new RefusalException(409, "already_exists", $"another template has the external_id {externalId}", "external_id", id);
        }
    }

    private byte[] Write(JsonObject template, RequestBody body, int version)
    {
        foreach (var name in body.Names)
            template[name] = body[name]?.DeepClone();
        var at = state.Changes.Stamp((DateTimeOffset?)template["updated_at"]);
        (template["version"], template["updated_at"], template["deleted_at"]) = (version, Rfc3339.Format(at), null);
        state.Changes.Put(Workspace.Templates, template, at);
        return JsonSerializer.SerializeToUtf8Bytes(template, JsonAnswer.Plainly);
    }
}
