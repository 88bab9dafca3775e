using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace TelegramCrm.Connectors.Redmine;

/// <summary>Redmine's REST API in JSON: requests, and answers that are told from failures.</summary>
internal sealed class RedmineClient(HttpClient http, RedmineSettings settings)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> lists = [];

    /// <summary>Asks, or writes.</summary>
    /// <param name="method">How.</param>
    /// <param name="path">Below the address, escaped, as <c>issues/1.json</c>.</param>
    /// <param name="body">What to write; null for none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="HttpRequestException">The outcome is unknown, or the key is refused.</exception>
    public async Task<RedmineAnswer> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{settings.BaseUrl.AbsoluteUri.TrimEnd('/')}/{path}"));
        request.Headers.Add("X-Redmine-API-Key", settings.ApiKey);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: JsonSerializerOptions.Default);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            throw new HttpRequestException("Redmine does not know the API key (401); take it from the user's account page, and let an administrator enable the REST API");
        if (answer.StatusCode >= HttpStatusCode.InternalServerError || answer.StatusCode == HttpStatusCode.TooManyRequests)
            throw new HttpRequestException($"Redmine answered {(int)answer.StatusCode}");
        var isJson = answer.Content.Headers.ContentType?.MediaType == "application/json";
        if (answer.IsSuccessStatusCode && !isJson && method == HttpMethod.Get)
            throw new HttpRequestException($"what answers is no Redmine: {(int)answer.StatusCode} with {answer.Content.Headers.ContentType}; look at baseUrl");
        var text = isJson ? await answer.Content.ReadAsStringAsync(cancellationToken) : "";
        return new RedmineAnswer(answer.StatusCode, string.IsNullOrWhiteSpace(text) ? null : JsonElement.Parse(text));
    }

    /// <summary>The number of something that has a name, such as a status; null when there is none of that name.</summary>
    /// <param name="path">The list, as <c>issue_statuses.json</c>.</param>
    /// <param name="list">What the list is called in it.</param>
    /// <param name="name">The name, exactly.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<string?> NumberOfAsync(string path, string list, string name, CancellationToken cancellationToken)
    {
        if (lists.TryGetValue(path, out var known) && known.TryGetValue(name, out var number))
            return number;
        var answer = await SendAsync(HttpMethod.Get, path, null, cancellationToken); // also when it is known: a name may be new
        if (!answer.IsSuccess)
            throw new HttpRequestException($"{path} can't be read: {answer.Words}");
        lists[path] = answer.Body!.Value.GetProperty(list).EnumerateArray().Select(Named).OfType<JsonElement>()
            .DistinctBy(item => item.GetProperty("name").GetString()).ToDictionary(item => item.GetProperty("name").GetString()!, item => item.GetProperty("id").ToString(), StringComparer.Ordinal);
        return lists[path].GetValueOrDefault(name);
    }

    /// <summary>A membership names its user; a group's names none.</summary>
    private static JsonElement? Named(JsonElement item)
    {
        if (item.TryGetProperty("name", out _))
            return item;
        return item.TryGetProperty("user", out var user) ? user : null;
    }
}

/// <summary>What Redmine answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON; null when there is none.</param>
internal sealed record RedmineAnswer(HttpStatusCode Status, JsonElement? Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>What it objects to; empty for two writes at once, of which one is to be sent again.</summary>
    public IReadOnlyList<string> Errors => Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("errors", out var errors)
        ? [.. errors.EnumerateArray().Select(error => error.ToString())]
        : [];

    public bool IsCollision => Status == HttpStatusCode.UnprocessableEntity && Errors.Count == 0;

    public string Words => Errors.Count > 0 ? string.Join("; ", Errors) : Status switch
    {
        HttpStatusCode.Forbidden => "this user may not (403)",
        HttpStatusCode.NotFound => "there is none (404)",
        _ => $"Redmine answered {(int)Status}",
    };
}
