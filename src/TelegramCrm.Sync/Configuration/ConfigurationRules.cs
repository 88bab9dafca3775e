using TelegramCrm.Sync.Configuration.Reading;

namespace TelegramCrm.Sync.Configuration;

/// <summary>What must hold between values that are each fine by themselves.</summary>
internal static class ConfigurationRules
{
    private const int ShortestWebhookSecret = 16; // the CRM refuses to register a shorter one

    /// <summary>Every rule that is broken: the path, what is wrong, and the remedy.</summary>
    public static IEnumerable<(string Path, string What, string Remedy)> Broken(SyncConfiguration configuration) =>
    [
        .. Versions(configuration),
        .. CalendarNames(configuration),
        .. Twins("slaPolicies", configuration.SlaPolicies.Select(policy => policy.Name)),
        .. Twins("connectors", configuration.Connectors.Select(connector => connector.Name)),
        .. WebhookSecrets(configuration),
        .. Timeouts(configuration.Source),
    ];

    private static IEnumerable<(string, string, string)> Versions(SyncConfiguration configuration)
    {
        foreach (var calendar in configuration.Calendars)
        {
            if (calendar.Versions[0].From is not null)
                yield return ($"calendars.{calendar.Name}", "has no hours before its first version", "leave \"from\" out of the first version: it holds since ever");
            foreach (var (index, version) in calendar.Versions.Index().Skip(1))
                if (version.From is null || version.From <= calendar.Versions[index - 1].From)
                    yield return ($"calendars.{calendar.Name}[{index}]", "doesn't begin after the version before it", "give each later version a later \"from\"");
        }
    }

    private static IEnumerable<(string, string, string)> CalendarNames(SyncConfiguration configuration)
    {
        var known = configuration.Calendars.Select(calendar => calendar.Name).ToList();
        if (configuration.DefaultCalendar is null && known.Count > 0)
            yield return ("defaultCalendar", "is missing", $"add \"defaultCalendar\": \"{known[0]}\"");
        var named = configuration.CalendarRules.Index().Select(rule => (Path: $"calendarRules[{rule.Index}].calendar", Name: rule.Item.Calendar));
        if (configuration.DefaultCalendar is { } chosen) named = named.Prepend((Path: "defaultCalendar", Name: chosen));
        foreach (var (path, name) in named.Where(calendar => !known.Contains(calendar.Name)))
            yield return (path, $"there is no calendar \"{name}\"", known.Count > 0 ? NearestText.Remedy(name, known) : "describe it under \"calendars\"");
    }

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
