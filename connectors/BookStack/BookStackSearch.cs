using System.Text.Json;

namespace TelegramCrm.Connectors.BookStack;

/// <summary>BookStack's search, the one that people use.</summary>
internal sealed class BookStackSearch(BookStackApi api)
{
    private const int PageSize = 100;
    private const int MostPages = 100;

    /// <summary>Every hit, page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> AllAsync(string query, CancellationToken cancellationToken)
    {
        var hits = new List<JsonElement>();
        for (var page = 1; page <= MostPages; page++)
        {
            var answer = await SearchAsync(query, page, cancellationToken);
            hits.AddRange(answer.GetProperty("data").EnumerateArray());
            if (answer.GetProperty("data").GetArrayLength() == 0 || hits.Count >= answer.GetProperty("total").GetInt32())
                break;
        }
        return hits;
    }

    /// <summary>The best hits.</summary>
    public async Task<IReadOnlyList<JsonElement>> BestAsync(string query, CancellationToken cancellationToken) =>
        [.. (await SearchAsync(query, page: 1, cancellationToken)).GetProperty("data").EnumerateArray()];

    public static bool HasTag(JsonElement hit, string name, string? value = null) => hit.GetProperty("type").GetString() == "page"
        && hit.GetProperty("tags").EnumerateArray().Any(tag => tag.GetProperty("name").GetString() == name && (value is null || tag.GetProperty("value").GetString() == value));

    private Task<JsonElement> SearchAsync(string query, int page, CancellationToken cancellationToken) =>
        api.GetAsync($"search?query={Uri.EscapeDataString(query)}&count={PageSize}&page={page}", cancellationToken);
}
