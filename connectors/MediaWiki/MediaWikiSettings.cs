using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>Which wiki, who we are there, and which of its pages are ours.</summary>
/// <param name="Api">The address of <c>api.php</c>.</param>
/// <param name="User">The login name of a bot password, as <c>SyncBot@sync</c>.</param>
/// <param name="Password">The bot password.</param>
/// <param name="Entities">The kinds of pages to write; each has a model <c>sql/push/mediawiki/&lt;entity&gt;.sql</c>.</param>
public sealed record MediaWikiSettings(Uri Api, string User, string Password, IReadOnlyList<string> Entities)
{
    private const string Type = MediaWikiConnector.Type;

    /// <summary>What stands before the external key in the title of a page of ours. May be empty; a namespace may stand in it, as <c>Project:Support/</c>.</summary>
    public string PagePrefix { get; init; } = "Support/";

    /// <summary>The tag that every edit gets; null for none.</summary>
    public string? ChangeTag { get; init; }

    /// <summary>Which pages are articles.</summary>
    public WikiArticleScope Articles { get; init; } = new();

    /// <summary>Reads the settings of a <c>mediawiki</c> connector.</summary>
    /// <param name="settings">The object under <c>settings</c>.</param>
    /// <exception cref="ConnectorSettingsException">Something is missing, unknown or out of bounds.</exception>
    public static MediaWikiSettings Read(JsonObject settings)
    {
        var reader = new SettingsReader(settings, Type, "apiUrl", "user", "password", "entities", "pagePrefix", "changeTag", "articles");
        return new MediaWikiSettings(reader.Address("apiUrl"), reader.Required("user", "SyncBot@sync"), reader.Required("password", "${ENV:WIKI_PASSWORD}"), reader.Entities("template_usage"))
        {
            PagePrefix = reader.OrNone("pagePrefix", "Support/") ?? "Support/",
            ChangeTag = reader.OrNone("changeTag", "sync"),
            Articles = reader.Inside("articles", "namespace", "prefix", "category", "ids") is { } articles ? WikiArticleScope.Read(articles) : new(),
        };
    }

    /// <summary>Names no secret.</summary>
    public override string ToString() => $"{Type} at {Api}";
}
