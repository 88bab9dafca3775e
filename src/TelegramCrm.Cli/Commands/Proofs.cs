using Microsoft.Extensions.Logging;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Inbox.Subscribing;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Cli.Commands;

/// <summary>What <c>check</c> asks: the CRM who we are, and each connector whether it would take what we send.</summary>
internal static class Proofs
{
    /// <summary>The questions, in the order of the configuration.</summary>
    public static IEnumerable<Proof> Of(CommandContext context)
    {
        using var client = new CrmClient(Installation.AddressOf(context.Configuration.Source) with { MaxRetries = 1 }, context.Time, context.Logs.CreateLogger<CrmClient>());
        var isOpen = false;
        yield return new Proof("source", async cancellationToken =>
        {
            var workspace = await client.GetWorkspaceAsync(cancellationToken);
            isOpen = true;
            return $"workspace {workspace.WorkspaceId} ({workspace.Name}), may {string.Join(", ", workspace.Scopes)}";
        });
        foreach (var stream in isOpen ? Streams.Listed : []) // who is refused as a whole need not be told so six times more
            yield return new Proof($"stream {stream.Name}", cancellationToken => ReadOneAsync(client, stream, cancellationToken));
        if (context.Configuration.Automation?.Assignment is { } assignment)
        {
            yield return new Proof("assignment", async cancellationToken => !isOpen
                ? throw new RefusedException("automation.assignment", "whether the CRM has the agents and queues it names can't be checked", "let `source` be well first")
                : await AssignmentNames.WrongAsync(assignment, client, cancellationToken) is { Count: > 0 } wrong
                    ? throw new RefusedException("automation.assignment", string.Join("; ", wrong), "name those that `tgcrm query \"from analytics.agents\"` and analytics.queues list")
                    : "the CRM has all agents and queues that the rules name");
        }
        if (isOpen && WantedSubscription.Of(context.Configuration.Webhooks) is { } wanted)
            yield return new Proof("webhooks", cancellationToken => FindSubscriptionAsync(client, wanted, context.Configuration.Webhooks!.Register, cancellationToken));
        foreach (var connector in context.Configuration.Connectors)
        {
            yield return new Proof($"connector {connector.Name}", async cancellationToken =>
            {
                var target = ConnectorTypes.Make([connector], context.Time)[0];
                var result = await target.CheckAsync(cancellationToken);
                return result.IsReady ? result.Message : throw new InvalidConnectorException(result.Message);
            });
        }
    }

    /// <summary>What the service mends by itself is well; what only somebody can mend who subscribes by hand is not.</summary>
    private static async Task<string> FindSubscriptionAsync(CrmClient client, WantedSubscription wanted, bool registers, CancellationToken cancellationToken)
    {
        var ours = (await new WebhookRegistry(client).ListAsync(cancellationToken)).Where(wanted.Reaches).ToList();
        var right = ours.Find(one => !wanted.Faults(one).Any());
        var standing = right is not null
            ? $"{right.Id} tells {wanted.Url} of {right.EventTypes.Count} types of events"
            : ours is [var wrong, ..] ? $"{wrong.Id} is wrong: {string.Join("; ", wanted.Faults(wrong))}" : $"no subscription posts to {wanted.Url}";
        if (right is null && !registers)
            throw new RefusedException("webhooks.publicUrl", standing, "mend it at the CRM, or let the service do it: \"register\": true");
        return right is null ? $"{standing}; `tgcrm serve` subscribes" : standing;
    }

    /// <summary>A plan or a scope may leave out a stream; the others are as good as ever.</summary>
    private static async Task<string> ReadOneAsync(CrmClient client, CrmStream stream, CancellationToken cancellationToken)
    {
        using var page = await client.GetPageAsync(stream.Path, [.. stream.Query.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)), new("limit", "1")], cancellationToken);
        return page.Records.Count == 0 ? "may be read, and is empty" : "may be read";
    }
}
