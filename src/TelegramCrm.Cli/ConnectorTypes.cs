using TelegramCrm.Connectors;
using TelegramCrm.Connectors.FileDrop;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push;

namespace TelegramCrm.Cli;

/// <summary>The connectors this program ships with: a new one is a line here.</summary>
internal static class ConnectorTypes
{
    private static readonly Dictionary<string, Func<ConnectorSettings, IConnector>> Makers = new()
    {
        [FileDropConnector.Type] = settings => new FileDropConnector(FileDropSettings.Read(settings.Json, settings.Folder)),
    };

    /// <summary>Makes every configured connector.</summary>
    /// <param name="configurations">The section <c>connectors</c>.</param>
    /// <exception cref="InvalidConnectorException">A type is unknown, or a setting is wrong.</exception>
    public static IReadOnlyList<PushTarget> Make(IReadOnlyList<ConnectorConfiguration> configurations) => [.. configurations.Select(Make)];

    private static PushTarget Make(ConnectorConfiguration configuration)
    {
        if (!Makers.TryGetValue(configuration.Type, out var make))
            throw new InvalidConnectorException($"connectors, {configuration.Name}: there is no type \"{configuration.Type}\"; there is {string.Join(", ", Makers.Keys.Order())}");
        try
        {
            return new PushTarget(configuration.Name, configuration.Type, make(configuration.Settings));
        }
        catch (ConnectorSettingsException e)
        {
            throw new InvalidConnectorException($"connectors, {configuration.Name}, settings: {e.Message}");
        }
    }
}
