using Microsoft.Extensions.Logging;
using TelegramCrm.Connectors;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Inbox.Subscribing;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Propagation.Sources;

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
        if (context.Configuration.Automation?.Templates is { } templates)
        {
            yield return new Proof("templates", async cancellationToken =>
            {
                var source = ResponseSources.Of(templates, ConnectorTypes.Make(context.Configuration.Connectors, context.Time), context.Time);
                var reading = await source.ReadAsync(cancellationToken);
                return reading.Bad is [var first, ..]
                    ? throw new RefusedException($"{source.Description}: {reading.Bad.Count} of {reading.Bad.Count + reading.Responses.Count} responses can't be sent, the first is {first.Location}", first.Reason, first.Remedy)
                    : $"{source.Description}: {reading.Responses.Count} responses can be sent";
            });
        }
        if (context.Configuration.Automation?.Suggestions is { } suggestions)
        {
            yield return new Proof("suggestions", async cancellationToken =>
            {
                var target = ConnectorTypes.Make([.. context.Configuration.Connectors.Where(connector => connector.Name == suggestions.KnowledgeBase)], context.Time)[0];
                var knowledgeBase = target.Connector as IKnowledgeBase
                    ?? throw new RefusedException("automation.suggestions.knowledgeBase", $"a {target.Type} holds no articles", "name a mediawiki or a bookstack");
                await foreach (var article in knowledgeBase.ListArticlesAsync(cancellationToken))
                    return $"{target.Name} has articles, such as {article.Title}";
                throw new RefusedException("automation.suggestions.knowledgeBase", $"{target.Name} lists no articles", "see its settings for which pages are articles, and the rights of its user");
            });
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
