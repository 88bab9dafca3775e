using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TelegramCrm.Connectors.BookStack;

/// <summary>A page as it stands now.</summary>
/// <param name="Id">Stays the same when the page is renamed or moved.</param>
/// <param name="Name">Its title.</param>
/// <param name="Content">What its author wrote: Markdown if that is how it was last saved, HTML otherwise.</param>
/// <param name="Format">What to call the content in a request: <c>markdown</c> or <c>html</c>.</param>
/// <param name="SaveCount">How often it was saved.</param>
internal sealed record BookStackPage(int Id, string Name, string Content, string Format, int SaveCount)
{
    /// <summary>The tag that holds our key: a name may be changed, and another page may have the same.</summary>
    public const string KeyTag = "tgcrm-key";

    /// <summary>The key in letters that mean nothing in a search.</summary>
    public static string TagOf(ExternalKey key) =>
        $"{key.Entity}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Value)))[..16]}";

    /// <summary>Reads a page.</summary>
    /// <returns>Null when it was deleted, or lies in the recycle bin.</returns>
    public static async Task<BookStackPage?> ReadAsync(BookStackApi api, string id, CancellationToken cancellationToken)
    {
        try
        {
            return Of(await api.GetAsync($"pages/{id}", cancellationToken));
        }
        catch (BookStackErrorException error) when (error.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public static BookStackPage Of(JsonElement page)
    {
        var markdown = page.GetProperty("markdown").GetString() ?? "";
        // "html" is what readers get, with other pages put in place of {{@12}}: written back, that would stay.
        var html = page.TryGetProperty("raw_html", out var raw) ? raw : page.GetProperty("html");
        return new(page.GetProperty("id").GetInt32(), page.GetProperty("name").GetString()!, markdown.Length > 0 ? markdown : html.GetString()!, markdown.Length > 0 ? "markdown" : "html", page.GetProperty("revision_count").GetInt32());
    }

    public RemoteRecord ToRecord(string entity) => new(Id.ToString(CultureInfo.InvariantCulture), Table(entity)?.Revision ?? OwnTable.None);

    /// <summary>Our table; null when there is none.</summary>
    public OwnTable? Table(string entity) => OwnTable.AllIn(Content, entity) is [var table, ..] ? table : null;
}
