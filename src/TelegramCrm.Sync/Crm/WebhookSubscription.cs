using System.Text.Json;

namespace TelegramCrm.Sync.Crm;

/// <summary>An endpoint that the CRM tells of events.</summary>
/// <param name="Id">The CRM's id of it.</param>
/// <param name="Url">Where it posts to, as it was registered.</param>
/// <param name="EventTypes">What it tells of.</param>
/// <param name="Status">What the CRM says of it, such as <c>active</c> or <c>disabled</c>; null when it says nothing.</param>
public sealed record WebhookSubscription(string Id, string Url, IReadOnlyList<string> EventTypes, string? Status)
{
    private sealed record Listed(IReadOnlyList<WebhookSubscription>? Data);

    /// <summary>Whether the CRM sends; a CRM that says nothing about it does.</summary>
    public bool IsActive => Status is null || Status.Equals("active", StringComparison.OrdinalIgnoreCase) || Status.Equals("enabled", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads one.</summary>
    /// <param name="bytes">The whole answer.</param>
    /// <exception cref="BrokenAnswerException">It is none.</exception>
    internal static WebhookSubscription Parse(ReadOnlySpan<byte> bytes) => Read<WebhookSubscription>(bytes) is { } one ? Require(one) : throw Broken();

    /// <summary>Reads the answer to a question for all.</summary>
    /// <param name="bytes">The whole answer.</param>
    /// <exception cref="BrokenAnswerException">It is none.</exception>
    internal static IReadOnlyList<WebhookSubscription> ParseList(ReadOnlySpan<byte> bytes) => Read<Listed>(bytes)?.Data is { } all ? [.. all.Select(Require)] : throw Broken();

    private static T? Read<T>(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, Workspace.Json);
        }
        catch (JsonException e)
        {
            throw new BrokenAnswerException($"the answer is no webhook: {e.Message}", e);
        }
    }

    private static WebhookSubscription Require(WebhookSubscription? one) => one is { Id: not null, Url: not null } ? one with { EventTypes = one.EventTypes ?? [] } : throw Broken();

    private static BrokenAnswerException Broken() => new("the answer holds a webhook without id or url, or none at all");
}
