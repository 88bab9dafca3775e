using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.BookStack;

/// <summary>Which BookStack, who we are there, and where our pages stand.</summary>
/// <param name="BaseUrl">Its address, without <c>/api</c>.</param>
/// <param name="TokenId">The id of an API token.</param>
/// <param name="TokenSecret">The token's secret.</param>
/// <param name="Entities">The kinds of pages to write; each has a model <c>sql/push/bookstack/&lt;entity&gt;.sql</c>.</param>
/// <param name="Shelf">Where new pages are put.</param>
public sealed record BookStackSettings(Uri BaseUrl, string TokenId, string TokenSecret, IReadOnlyList<string> Entities, PlaceOfPages Shelf)
{
    /// <summary>The book whose pages are articles; null for all books.</summary>
    public int? ArticleBook { get; init; }

    /// <summary>Whether the CRM's <c>article_id</c> is the page's slug, as in its address, and not its number.</summary>
    public bool ArticlesAreNamedBySlug { get; init; }

    /// <summary>Reads the settings of a <c>bookstack</c> connector.</summary>
    /// <param name="settings">The object under <c>settings</c>.</param>
    /// <exception cref="ConnectorSettingsException">Something is missing, unknown or out of bounds.</exception>
    public static BookStackSettings Read(JsonObject settings)
    {
        var reader = new SettingsReader(settings, BookStackConnector.Type, "baseUrl", "tokenId", "tokenSecret", "entities", "bookId", "chapterId", "articles");
        var place = (Book: reader.WholeNumber("bookId", 1, 0), Chapter: reader.WholeNumber("chapterId", 1, 0)) switch
        {
            ( > 0, 0) both => new PlaceOfPages("book", both.Book),
            (0, > 0) both => new PlaceOfPages("chapter", both.Chapter),
            _ => throw new ConnectorSettingsException("bookId", "or chapterId, one of the two, must say where new pages are put", "write for instance \"bookId\": 3; the API lists them under /api/books"),
        };
        var articles = reader.Inside("articles", "bookId", "ids");
        return new BookStackSettings(reader.Address("baseUrl"), reader.Required("tokenId", "${ENV:BOOKSTACK_TOKEN_ID}"), reader.Required("tokenSecret", "${ENV:BOOKSTACK_TOKEN_SECRET}"), reader.Entities("template_usage"), place)
        {
            ArticleBook = articles?.WholeNumber("bookId", 1, 0) is int book and > 0 ? book : null,
            ArticlesAreNamedBySlug = articles?.Choice("ids", "id", "slug") == "slug",
        };
    }

    /// <summary>Names no secret.</summary>
    public override string ToString() => $"{BookStackConnector.Type} at {BaseUrl}";
}

/// <summary>A book or a chapter.</summary>
/// <param name="Kind"><c>book</c> or <c>chapter</c>.</param>
/// <param name="Id">Its number.</param>
public sealed record PlaceOfPages(string Kind, int Id);
