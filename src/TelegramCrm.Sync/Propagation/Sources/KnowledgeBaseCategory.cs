using TelegramCrm.Connectors;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Propagation.Sources;

/// <summary>A category of a knowledge base, each of its pages a response: the page's title and text. It is called by the page's own id, which stays when the page is renamed.</summary>
/// <param name="documents">The knowledge base.</param>
/// <param name="category">Which category of which connector.</param>
/// <param name="redact">Takes the connector's secrets out of a text.</param>
/// <param name="configuration">What responses must be like.</param>
public sealed class KnowledgeBaseCategory(IDocumentSource documents, TemplateCategory category, Func<string, string> redact, TemplateConfiguration configuration) : IResponseSource
{
    /// <inheritdoc/>
    public string Description => $"{category.Connector}, category {category.Name}";

    /// <inheritdoc/>
    public async Task<SourceReading> ReadAsync(CancellationToken cancellationToken)
    {
        var drafts = new List<DraftResponse>();
        try
        {
            await foreach (var document in documents.ListDocumentsAsync(category.Name, cancellationToken))
            {
                drafts.Add(new(document.Url.AbsoluteUri)
                {
                    ExternalId = $"{category.Connector}:{document.Id}",
                    Title = document.Title,
                    Body = document.Text,
                    Language = document.Language,
                });
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // half a list is none, whatever broke it off
        {
            throw new SourceUnreadableException(Description, redact(failure.Message), failure);
        }
        return new ResponseRules(configuration).Apply(drafts, []);
    }
}
