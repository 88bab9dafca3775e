using TelegramCrm.Connectors;
using TelegramCrm.Connectors.BookStack;
using TelegramCrm.Connectors.FileDrop;
using TelegramCrm.Connectors.MediaWiki;
using TelegramCrm.Connectors.Odoo;
using TelegramCrm.Connectors.Redmine;
using TelegramCrm.Connectors.RequestTracker;
using TelegramCrm.Connectors.SignedWebhook;
using TelegramCrm.Connectors.SqlStaging;
using TelegramCrm.Connectors.Tryton;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.Push.Http;

namespace TelegramCrm.Cli;

/// <summary>The connectors this program ships with: a new one is a line here.</summary>
internal static class ConnectorTypes
{
    private static readonly Dictionary<string, Func<ConnectorMeans, IConnector>> Makers = new()
    {
        [BookStackConnector.Type] = means => new BookStackConnector(BookStackSettings.Read(means.Settings.Json), means.Http),
        [FileDropConnector.Type] = means => new FileDropConnector(FileDropSettings.Read(means.Settings.Json, means.Settings.Folder)),
        [OdooConnector.Type] = means => new OdooConnector(OdooSettings.Read(means.Settings.Json), means.Http),
        [SqlStagingConnector.Type] = means => new SqlStagingConnector(SqlStagingSettings.Read(means.Settings.Json)),
        [TrytonConnector.Type] = means => new TrytonConnector(TrytonSettings.Read(means.Settings.Json), means.Http),
        [MediaWikiConnector.Type] = means => new MediaWikiConnector(MediaWikiSettings.Read(means.Settings.Json), means.Http),
        [RedmineConnector.Type] = means => new RedmineConnector(RedmineSettings.Read(means.Settings.Json), means.Http),
        [RequestTrackerConnector.Type] = means => new RequestTrackerConnector(RequestTrackerSettings.Read(means.Settings.Json), means.Http),
        [SignedWebhookConnector.Type] = means => new SignedWebhookConnector(SignedWebhookSettings.Read(means.Settings.Json), means.Http, means.Time),
    };

    /// <summary>Makes every configured connector.</summary>
    /// <param name="configurations">The section <c>connectors</c>.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InvalidConnectorException">A type is unknown, or a setting is wrong.</exception>
    public static IReadOnlyList<PushTarget> Make(IReadOnlyList<ConnectorConfiguration> configurations, TimeProvider time) =>
        [.. configurations.Select(configuration => Make(configuration, time))];

    private static PushTarget Make(ConnectorConfiguration configuration, TimeProvider time)
    {
        if (!Makers.TryGetValue(configuration.Type, out var make))
            throw new InvalidConnectorException($"connectors, {configuration.Name}: there is no type \"{configuration.Type}\"; there is {string.Join(", ", Makers.Keys.Order())}");
        var settings = configuration.Settings;
        // Lives as long as the process, as an HttpClient should; one that is never used opens no connection.
        var means = new ConnectorMeans(settings, TargetHttp.Make(configuration.Limits, settings.AllowsInsecure, time), time);
        try
        {
            var connector = make(means);
            if (configuration.Mode == PushMode.Mirror && connector is not IRecordRemoval)
                throw new InvalidConnectorException($"connectors, {configuration.Name}, mode: {configuration.Type} can't remove records; write \"upsert\"");
            return new PushTarget(configuration.Name, configuration.Type, connector)
            {
                Mode = configuration.Mode,
                OnEdited = configuration.OnEdited,
                OnDeleted = configuration.OnDeleted,
                MaxRemovedShare = configuration.Limits.MaxRemovedShare,
                Redact = settings.Redact,
            };
        }
        catch (ConnectorSettingsException e)
        {
            throw new InvalidConnectorException($"connectors, {configuration.Name}, settings: {settings.Redact(e.Message)}");
        }
    }

    /// <summary>What a connector is made with.</summary>
    /// <param name="Settings">Its own settings.</param>
    /// <param name="Http">A client that keeps the target's limits; the connector says where to and with which credentials.</param>
    /// <param name="Time">The clock.</param>
    private sealed record ConnectorMeans(ConnectorSettings Settings, HttpClient Http, TimeProvider Time);
}
