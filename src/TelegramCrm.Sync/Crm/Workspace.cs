using System.Text.Json;

namespace TelegramCrm.Sync.Crm;

/// <summary>Whom the credentials belong to.</summary>
/// <param name="WorkspaceId">The CRM's id of the workspace; webhooks carry it too.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Scopes">What the credentials may do.</param>
/// <param name="ServerTime">The server's clock.</param>
public sealed record Workspace(string WorkspaceId, string Name, IReadOnlyList<string> Scopes, DateTimeOffset ServerTime)
{
    internal static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
