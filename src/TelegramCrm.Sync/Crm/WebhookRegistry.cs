using System.Net;
using System.Text.Json;

namespace TelegramCrm.Sync.Crm;

/// <summary>The CRM's list of the endpoints that it tells of events.</summary>
/// <param name="client">The CRM.</param>
public sealed class WebhookRegistry(CrmClient client)
{
    private const string Path = "webhooks";

    /// <summary>Every subscription of the workspace, others' too.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused, or was away.</exception>
    public async Task<IReadOnlyList<WebhookSubscription>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<WebhookSubscription> all = [];
        await client.ReadAsync(Path, body => all = WebhookSubscription.ParseList(body.Bytes.Span), cancellationToken);
        return all;
    }

    /// <summary>Subscribes an endpoint. Before the CRM answers, it sends the endpoint a challenge, which must be answered.</summary>
    /// <param name="url">Where to post to.</param>
    /// <param name="eventTypes">What to tell of.</param>
    /// <param name="secret">What to sign with.</param>
    /// <param name="cancellationToken">Ends the wait; the CRM may have subscribed it then.</param>
    /// <exception cref="CrmException">The CRM refused, with 422 when the challenge was not answered, or was away; it may have subscribed it in the latter case.</exception>
    public async Task<WebhookSubscription> CreateAsync(Uri url, IReadOnlyList<string> eventTypes, string secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        var json = JsonSerializer.SerializeToUtf8Bytes(new { Url = url.OriginalString, EventTypes = eventTypes, Secret = secret }, Workspace.Json);
        WebhookSubscription? made = null;
        try
        {
            await client.WriteAsync(HttpMethod.Post, Path, json, body => made = WebhookSubscription.Parse(body.Bytes.Span), cancellationToken);
        }
        catch (CrmException e) when (e.Message.Contains(secret, StringComparison.Ordinal)) // there are servers that repeat what they refuse
        {
            throw new CrmException(e.Message.Replace(secret, "***", StringComparison.Ordinal), e.Request);
        }
        return made!;
    }

    /// <summary>Ends a subscription; one that is gone already is no error.</summary>
    /// <param name="id">The CRM's id of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused, or was away.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.WriteAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(id)}", null, _ => { }, cancellationToken);
        }
        catch (CrmException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // a try before this one has done it, or somebody else
        }
    }
}
