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

    /// <summary>Reads an answer of <c>me</c>.</summary>
    /// <param name="bytes">The whole answer.</param>
    /// <exception cref="BrokenAnswerException">It is none.</exception>
    public static Workspace Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Workspace>(bytes, Json) is { WorkspaceId: not null } workspace
                ? workspace with { Name = workspace.Name ?? "", Scopes = workspace.Scopes ?? [] }
                : throw new BrokenAnswerException("the answer names no workspace");
        }
        catch (JsonException e)
        {
            throw new BrokenAnswerException($"the answer is no workspace: {e.Message}", e);
        }
    }
}
