using System.Net;
using System.Text.Json;

namespace TelegramCrm.Connectors.BookStack;

/// <summary>What BookStack says against a request, in its own words, which may be in any language.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="words">What it tells a person about it.</param>
/// <param name="field">The field of the page that it objects to; null when it names none.</param>
internal sealed class BookStackErrorException(HttpStatusCode status, string words, string? field = null) : Exception($"BookStack answers {(int)status}: {words}")
{
    public HttpStatusCode Status { get; } = status;

    public string Words { get; } = words;

    public bool IsGone => Status == HttpStatusCode.NotFound;

    /// <summary>Whether the same page would be refused again.</summary>
    public bool IsRefusal => Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge;

    /// <summary>Reads an answer that is no success.</summary>
    public static async Task<BookStackErrorException> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType != "application/json" || !JsonElement.Parse(body).TryGetProperty("error", out var error))
            return new(answer.StatusCode, "no error of its API; see whether baseUrl names BookStack itself");
        var words = error.GetProperty("message").GetString()!;
        return error.TryGetProperty("validation", out var validation) && validation.EnumerateObject().FirstOrDefault() is { Value.ValueKind: JsonValueKind.Array } first
            ? new(answer.StatusCode, string.Join(' ', validation.EnumerateObject().SelectMany(one => one.Value.EnumerateArray()).Select(one => one.GetString())), first.Name)
            : new(answer.StatusCode, words);
    }

    public RecordRefusedException ToRefusal(ExternalKey key) => new(key, Words, Status switch
    {
        HttpStatusCode.Forbidden => "let the token's user create and update pages there, and retry",
        HttpStatusCode.NotFound => "let the token's user see the book or chapter that bookId or chapterId names",
        HttpStatusCode.RequestEntityTooLarge => "give fewer rows in the model",
        _ => "change the model to what BookStack takes",
    })
    {
        Field = field is "html" or "markdown" || Status == HttpStatusCode.RequestEntityTooLarge ? "rows" : null,
    };
}
