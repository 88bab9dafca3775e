namespace TelegramCrm.Sync.Configuration;

/// <summary>What must hold between values that are each fine by themselves.</summary>
internal static class ConfigurationRules
{
    private const int ShortestWebhookSecret = 16; // the CRM refuses to register a shorter one

    /// <summary>Every rule that is broken: the path, what is wrong, and the remedy.</summary>
    public static IEnumerable<(string Path, string What, string Remedy)> Broken(SyncConfiguration configuration) =>
    [
        .. CalendarConsistency.Broken(CalendarSections.Of(configuration)),
        .. Twins("slaPolicies", configuration.SlaPolicies.Select(policy => policy.Name)),
        .. Twins("connectors", configuration.Connectors.Select(connector => connector.Name)),
        .. WebhookSecrets(configuration),
        .. Timeouts(configuration.Source),
    ];

    private static IEnumerable<(string, string, string)> Twins(string list, IEnumerable<string> names) =>
        names.Index().GroupBy(name => name.Item).SelectMany(twins => twins.Skip(1))
            .Select(twin => ($"{list}[{twin.Index}].name", $"\"{twin.Item}\" is the name of an entry before it", "give each its own name"));

    private static IEnumerable<(string, string, string)> WebhookSecrets(SyncConfiguration configuration) =>
        (configuration.Webhooks?.Secrets ?? []).Index().Where(secret => secret.Item.Reveal().Length < ShortestWebhookSecret)
            .Select(secret => ($"webhooks.secrets[{secret.Index}]", $"the secret is shorter than {ShortestWebhookSecret} characters", "use a longer one, such as `openssl rand -hex 32` prints"));

    private static IEnumerable<(string, string, string)> Timeouts(SourceConfiguration source)
    {
        if (source.TotalTimeout < source.RequestTimeout)
            yield return ("source.totalTimeout", "is shorter than requestTimeout, the limit of a single try", "make it several times as long");
    }
}
