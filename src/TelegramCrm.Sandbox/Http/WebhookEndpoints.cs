using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TelegramCrm.Sandbox.Webhooks;

namespace TelegramCrm.Sandbox.Http;

/// <summary>Subscriptions, each proven by a signed challenge before it counts.</summary>
internal sealed class WebhookEndpoints(SandboxState state)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/webhooks", ListAsync).In(EndpointCategory.Webhooks);
        api.MapPost("/webhooks", CreateAsync).In(EndpointCategory.Webhooks);
        api.MapDelete("/webhooks/{webhook_id}", Delete).In(EndpointCategory.Webhooks);
    }

    private Task ListAsync(HttpContext context) => JsonAnswer.WriteAsync(context, 200, JsonAnswer.Bytes(json =>
    {
        json.WriteStartArray("data");
        foreach (var subscription in state.Outbox.Subscriptions)
        {
            json.WriteStartObject();
            subscription.Write(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }));

    private async Task CreateAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, "url", "event_types", "secret");
        if (!Uri.TryCreate(body.Text("url"), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw RefusalException.Invalid("url", "must be an absolute http or https address");
        var types = body.Texts("event_types");
        if (types.Count == 0 || types.Any(type => !Subscription.KnownTypes.Contains(type)))
            throw RefusalException.Invalid("event_types", $"must name at least one of {string.Join(", ", Subscription.KnownTypes)}, and nothing else");
        var secret = body.Text("secret");
        if (secret.Length < 16)
            throw RefusalException.Invalid("secret", "must have at least 16 characters");
        await ChallengeAsync(url, secret, context.RequestAborted);
        var subscription = state.Outbox.Subscribe(url, types, secret);
        await JsonAnswer.WriteAsync(context, 201, JsonAnswer.Bytes(subscription.Write));
    }

    private async Task ChallengeAsync(Uri url, string secret, CancellationToken cancellationToken)
    {
        var challenge = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var body = JsonAnswer.Bytes(json =>
        {
            json.WriteString("type", "webhook.verification");
            json.WriteString("challenge", challenge);
        });
        var answer = await state.Post.SendAsync(url, $"whc-{challenge[..12]}", body, secret, cancellationToken);
        if (answer is null || !Echoes(answer, challenge))
            throw RefusalException.Invalid("url", "did not answer 200 with the challenge within 5 seconds");
    }

    private static bool Echoes(byte[] answer, string challenge)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("challenge", out var echo)
                && echo.ValueKind == JsonValueKind.String && echo.ValueEquals(challenge);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private Task Delete(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["webhook_id"]!;
        if (!state.Outbox.Unsubscribe(id))
            throw RefusalException.NotFound("webhook", id);
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }
}
