using TelegramCrm.Sync;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Cli.Commands;

/// <summary>What <c>check</c> asks: the CRM who we are, and each connector whether it would take what we send.</summary>
internal static class Proofs
{
    /// <summary>The questions, in the order of the configuration.</summary>
    public static IEnumerable<Proof> Of(CommandContext context)
    {
        yield return new Proof("source", async cancellationToken =>
        {
            using var client = new CrmClient(Installation.AddressOf(context.Configuration.Source) with { MaxRetries = 1 }, context.Time);
            var workspace = await client.GetWorkspaceAsync(cancellationToken);
            return $"workspace {workspace.WorkspaceId} ({workspace.Name}), may {string.Join(", ", workspace.Scopes)}";
        });
        foreach (var connector in context.Configuration.Connectors)
        {
            yield return new Proof($"connector {connector.Name}", async cancellationToken =>
            {
                var target = ConnectorTypes.Make([connector])[0];
                var result = await target.Connector.CheckAsync(cancellationToken);
                return result.IsReady ? result.Message : throw new InvalidConnectorException(result.Message);
            });
        }
    }
}
