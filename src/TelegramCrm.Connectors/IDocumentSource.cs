namespace TelegramCrm.Connectors;

/// <summary>A connector whose target holds texts that are kept elsewhere too, sorted into categories: approved responses in a wiki, say.</summary>
public interface IDocumentSource
{
    /// <summary>Every document of a category that readers may see, whole, in no particular order.</summary>
    /// <param name="category">The category, as the target calls it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ConnectorSettingsException">The target has no such category: a mistake in the configuration, and not an empty list.</exception>
    IAsyncEnumerable<SourceDocument> ListDocumentsAsync(string category, CancellationToken cancellationToken);
}
