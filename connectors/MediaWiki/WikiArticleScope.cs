namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>Which pages of a wiki are articles: all of a namespace, those whose titles begin alike, or those of a category.</summary>
/// <param name="Namespace">The number of a namespace; 0 is the main one.</param>
/// <param name="Prefix">What their titles begin with, without the namespace; null for anything. Not used together with <paramref name="Category"/>.</param>
/// <param name="Category">The category they are in, without <c>Category:</c>; null for any.</param>
/// <param name="NamedByPageId">Whether the CRM's <c>article_id</c> is the number of the page, and not its title.</param>
public sealed record WikiArticleScope(int Namespace = 0, string? Prefix = null, string? Category = null, bool NamedByPageId = false)
{
    /// <summary>Reads <c>articles</c>.</summary>
    /// <exception cref="ConnectorSettingsException">Something is out of bounds.</exception>
    internal static WikiArticleScope Read(SettingsReader reader)
    {
        var scope = new WikiArticleScope(
            reader.WholeNumber("namespace", 0, 0), reader.OrNone("prefix", "KB/"), reader.OrNone("category", "Knowledge base"), reader.Choice("ids", "title", "pageId") == "pageId");
        return scope is { Prefix: not null, Category: not null }
            ? throw new ConnectorSettingsException("articles.prefix", "stands beside a category", "leave one of the two out")
            : scope;
    }
}
