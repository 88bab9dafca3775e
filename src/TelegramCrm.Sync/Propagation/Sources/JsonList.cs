using System.Net.Http.Headers;
using System.Text.Json;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Propagation.Sources;

/// <summary>A list in JSON that is fetched over HTTP, page by page; the configuration says where in it the fields stand.</summary>
/// <param name="http">Fetches; keeps the limits of whoever answers.</param>
/// <param name="list">Where, and how to read it.</param>
/// <param name="configuration">What responses must be like.</param>
public sealed class JsonList(HttpClient http, TemplateList list, TemplateConfiguration configuration) : IResponseSource
{
    private const int MostPages = 1_000;
    private const long MostBytes = 64 * 1024 * 1024;

    /// <inheritdoc/>
    public string Description => list.Url.GetLeftPart(UriPartial.Path);

    /// <inheritdoc/>
    public async Task<SourceReading> ReadAsync(CancellationToken cancellationToken)
    {
        var (drafts, bad) = (new List<DraftResponse>(), new List<BadDocument>());
        try
        {
            var seen = new HashSet<Uri>();
            for (var next = list.Url; next is not null;)
            {
                if (!seen.Add(next) || seen.Count > MostPages)
                    throw new FormatException($"its pages lead in a circle, or are more than {MostPages}");
                using var page = JsonDocument.Parse(await FetchAsync(next, cancellationToken));
                Read(page.RootElement, drafts, bad);
                next = NextOf(page.RootElement, next);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException or FormatException or TimeoutException or InvalidOperationException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SourceUnreadableException(Description, list.Token is { } token ? failure.Message.Replace(token.Reveal(), token.ToString(), StringComparison.Ordinal) : failure.Message, failure);
        }
        return new ResponseRules(configuration).Apply(drafts, bad);
    }

    private void Read(JsonElement page, List<DraftResponse> drafts, List<BadDocument> bad)
    {
        if (JsonPointer.Find(page, list.Items) is not { ValueKind: JsonValueKind.Array } items)
            throw new FormatException($"{(list.Items is { } items0 ? $"{items0} is" : "the answer is")} no array; see automation.templates.source.list.items");
        foreach (var item in items.EnumerateArray())
        {
            var location = $"{Description} #{drafts.Count + bad.Count + 1}";
            try
            {
                drafts.Add(Draft(location, item));
            }
            catch (FormatException broken)
            {
                bad.Add(new(location, null, broken.Message, "mend it in the list, or see automation.templates.source.list.fields"));
            }
        }
    }

    private DraftResponse Draft(string location, JsonElement item)
    {
        var fields = list.Fields;
        var id = JsonPointer.Text(item, fields.ExternalId);
        return new(id is null ? location : $"{Description} {id}")
        {
            ExternalId = id,
            Title = JsonPointer.Text(item, fields.Title),
            Body = JsonPointer.Text(item, fields.Body),
            Language = JsonPointer.Text(item, fields.Language),
            ArticleId = JsonPointer.Text(item, fields.ArticleId),
            Tags = JsonPointer.Texts(item, fields.Tags),
        };
    }

    /// <summary>Only the same server is asked: an address in an answer must not carry our token elsewhere.</summary>
    private Uri? NextOf(JsonElement page, Uri current)
    {
        if (list.NextPage is null || JsonPointer.Text(page, list.NextPage) is not { Length: > 0 } text)
            return null;
        return Uri.TryCreate(current, text, out var next) && next.GetLeftPart(UriPartial.Authority) == list.Url.GetLeftPart(UriPartial.Authority)
            ? next
            : throw new FormatException($"{list.NextPage} leads to another server, which is not followed");
    }

    private async Task<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (list.Token is { } token)
            request.Headers.Authorization = new("Bearer", token.Reveal());
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"answered {(int)answer.StatusCode} {answer.ReasonPhrase}");
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var whole = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > MostBytes)
                throw new IOException($"its answer has more than {MostBytes:N0} bytes");
        }
        return whole.ToArray();
    }
}
