using TelegramCrm.Sync.Configuration.Reading;

namespace TelegramCrm.Sync.Configuration;

/// <summary>What must hold between the sections on templates and suggestions and the connectors they name.</summary>
internal static class TemplateConsistency
{
    /// <summary>Every rule that is broken: the path, what is wrong, and the remedy.</summary>
    public static IEnumerable<(string Path, string What, string Remedy)> Broken(SyncConfiguration configuration)
    {
        var connectors = configuration.Connectors.Select(connector => connector.Name).ToList();
        if (configuration.Automation?.Templates?.Source is { } source)
        {
            var named = new object?[] { source.Folder, source.Category, source.List }.Count(key => key is not null);
            if (named != 1)
                yield return ("automation.templates.source", named == 0 ? "names no source" : "names more than one source", "write one of \"folder\", \"category\" and \"list\"");
            if (source.Category is { } category && !connectors.Contains(category.Connector))
                yield return ("automation.templates.source.category.connector", $"there is no connector \"{category.Connector}\"", Remedy(category.Connector, connectors));
        }
        if (configuration.Automation?.Suggestions is { } suggestions && !connectors.Contains(suggestions.KnowledgeBase))
            yield return ("automation.suggestions.knowledgeBase", $"there is no connector \"{suggestions.KnowledgeBase}\"", Remedy(suggestions.KnowledgeBase, connectors));
    }

    private static string Remedy(string name, List<string> connectors) => connectors.Count > 0 ? NearestText.Remedy(name, connectors) : "describe the knowledge base under \"connectors\"";
}
