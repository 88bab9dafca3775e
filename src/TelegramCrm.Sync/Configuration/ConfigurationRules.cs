using System.Net;

namespace TelegramCrm.Sync.Configuration;

/// <summary>What must hold between values that are each fine by themselves.</summary>
internal static class ConfigurationRules
{
    private const int ShortestWebhookSecret = 16; // the CRM refuses to register a shorter one
    private const int ShortestToken = 16; // at the pace at which guesses are answered nobody lives to see it found

    /// <summary>Every rule that is broken: the path, what is wrong, and the remedy.</summary>
    public static IEnumerable<(string Path, string What, string Remedy)> Broken(SyncConfiguration configuration) =>
    [
        .. CalendarConsistency.Broken(CalendarSections.Of(configuration)),
        .. Twins("slaPolicies", configuration.SlaPolicies.Select(policy => policy.Name)),
        .. Twins("connectors", configuration.Connectors.Select(connector => connector.Name)),
        .. configuration.SlaPolicies.Index().SelectMany(policy => PolicyVersions($"slaPolicies[{policy.Index}]", policy.Item)),
        .. AssignmentConsistency.Broken(configuration),
        .. TemplateConsistency.Broken(configuration),
        .. WebhookSecrets(configuration),
        .. PlainListening("webhooks.listen", configuration.Webhooks?.Listen, 8090),
        .. WebhookRegistration(configuration.Webhooks),
        .. DashboardListening(configuration),
        .. DashboardToken(configuration.Dashboard),
        .. Timeouts(configuration.Source),
    ];

    private static IEnumerable<(string, string, string)> Twins(string list, IEnumerable<string> names) =>
        names.Index().GroupBy(name => name.Item).SelectMany(twins => twins.Skip(1))
            .Select(twin => ($"{list}[{twin.Index}].name", $"\"{twin.Item}\" is the name of an entry before it", "give each its own name"));

    private static IEnumerable<(string, string, string)> PolicyVersions(string path, SlaPolicy policy)
    {
        foreach (var (index, version) in policy.Versions.Index())
        {
            if (index > 0 && version.From <= policy.Versions[index - 1].From)
                yield return ($"{path}.versions[{index}].from", "doesn't come after that of the version before it", "put the versions in the order of their dates, each date once");
            if (version is { Targets: null, Overrides: null, PauseStatuses: null, WarningShare: null })
                yield return ($"{path}.versions[{index}]", "changes nothing", "name what changes from that date on: \"targets\", \"overrides\", \"pauseStatuses\" or \"warningShare\"");
        }
    }

    private static IEnumerable<(string, string, string)> WebhookSecrets(SyncConfiguration configuration)
    {
        foreach (var (index, secret) in (configuration.Webhooks?.Secrets ?? []).Index())
        {
            var path = $"webhooks.secrets[{index}]";
            if (secret.Reveal().Length < ShortestWebhookSecret)
                yield return (path, $"the secret is shorter than {ShortestWebhookSecret} characters", "use a longer one, such as `openssl rand -hex 32` prints");
            else if (configuration.Webhooks!.Scheme == WebhookScheme.StandardWebhooks && !IsStandard(secret.Reveal()))
                yield return (path, $"the secret is not {WebhookConfiguration.StandardPrefix} and the base64 of 24 to 64 bytes", $"take the one that the sender shows, or make one: `echo {WebhookConfiguration.StandardPrefix}$(openssl rand -base64 32)`");
        }
    }

    private static bool IsStandard(string secret)
    {
        var key = new byte[secret.Length];
        return secret.StartsWith(WebhookConfiguration.StandardPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[WebhookConfiguration.StandardPrefix.Length..], key, out var length) && length is >= 24 and <= 64;
    }

    private static IEnumerable<(string, string, string)> PlainListening(string path, Uri? listen, int port)
    {
        if (listen is null)
            yield break;
        if (listen.Scheme != Uri.UriSchemeHttp)
            yield return (path, "is not http://", "the service speaks plain HTTP on this machine; let a proxy before it speak TLS");
        else if (!listen.IsLoopback && !IPAddress.TryParse(listen.Host.Trim('[', ']'), out _))
            yield return (path, $"\"{listen.Host}\" is a name", $"write the address to listen on: \"http://127.0.0.1:{port}\", or \"http://0.0.0.0:{port}\" for all of them");
    }

    private static IEnumerable<(string, string, string)> WebhookRegistration(WebhookConfiguration? webhooks)
    {
        if (webhooks is { Register: true, PublicUrl: null })
            yield return ("webhooks.register", "needs publicUrl", "write the address at which the CRM reaches the inbox, path included: \"https://hooks.example.com/webhooks/crm\"");
        if (webhooks is { Register: true, Scheme: not WebhookScheme.BodyHmac })
            yield return ("webhooks.register", "needs the scheme bodyHmac, by which the CRM signs for those who subscribe", "leave out \"scheme\", or subscribe by hand");
    }

    private static IEnumerable<(string, string, string)> DashboardListening(SyncConfiguration configuration)
    {
        var dashboard = configuration.Dashboard;
        if (!dashboard.Enabled)
            return [];
        var isTaken = dashboard.Listen.Port != 0 && dashboard.Listen.Port == configuration.Webhooks?.Listen.Port;
        return PlainListening("dashboard.listen", dashboard.Listen, 8091).Concat(isTaken
            ? [("dashboard.listen", $"port {dashboard.Listen.Port} is that of webhooks.listen, which a proxy shows to the world", "give the dashboard a port of its own")]
            : []);
    }

    private static IEnumerable<(string, string, string)> DashboardToken(DashboardConfiguration dashboard)
    {
        if (dashboard is { Enabled: true, Token: null, Listen.IsLoopback: false })
            yield return ("dashboard.token", "is needed, because dashboard.listen is open to other machines", "name a secret: \"token\": \"${ENV:TGCRM_DASHBOARD_TOKEN}\", such as `openssl rand -hex 32` prints");
        if (dashboard.Token?.Reveal().Length < ShortestToken)
            yield return ("dashboard.token", $"the secret is shorter than {ShortestToken} characters", "use a longer one, such as `openssl rand -hex 32` prints");
    }

    private static IEnumerable<(string, string, string)> Timeouts(SourceConfiguration source)
    {
        if (source.TotalTimeout < source.RequestTimeout)
            yield return ("source.totalTimeout", "is shorter than requestTimeout, the limit of a single try", "make it several times as long");
    }
}
