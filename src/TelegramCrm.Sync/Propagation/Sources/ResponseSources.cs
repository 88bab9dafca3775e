using TelegramCrm.Connectors;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.Push.Http;

namespace TelegramCrm.Sync.Propagation.Sources;

/// <summary>Makes the repository of approved responses that the configuration names.</summary>
public static class ResponseSources
{
    /// <summary>The repository.</summary>
    /// <param name="configuration">The section <c>automation.templates</c>.</param>
    /// <param name="targets">The configured connectors, of which one may hold it.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SourceUnreadableException">The connector that is named lists no documents.</exception>
    public static IResponseSource Of(TemplateConfiguration configuration, IReadOnlyList<PushTarget> targets, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.Source switch
        {
            { Folder: { } folder } => new MarkdownFolder(folder, configuration),
            { List: { } list } => new JsonList(TargetHttp.Make(new ConnectorLimits(), list.AllowInsecure, time), list, configuration),
            { Category: { } category } when targets.FirstOrDefault(target => target.Name == category.Connector) is { } target => target.Connector is IDocumentSource documents
                ? new KnowledgeBaseCategory(documents, category, target.Redact, configuration)
                : throw new SourceUnreadableException($"automation.templates.source.category.connector: {category.Connector}", $"a {target.Type} lists no documents; name a mediawiki, or use a folder or a list"),
            _ => throw new SourceUnreadableException("automation.templates.source", "names no source that there is; write one of \"folder\", \"category\" and \"list\""),
        };
    }
}
