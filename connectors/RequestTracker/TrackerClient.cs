using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace TelegramCrm.Connectors.RequestTracker;

/// <summary>Request Tracker's REST 2.0: requests, and answers that are told from failures.</summary>
internal sealed class TrackerClient(HttpClient http, RequestTrackerSettings settings)
{
    /// <summary>Asks, or writes.</summary>
    /// <param name="method">How.</param>
    /// <param name="path">Below <c>/REST/2.0/</c>, escaped.</param>
    /// <param name="body">What to write; null for none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="tag">The state that is to be changed; null for any.</param>
    /// <exception cref="HttpRequestException">The outcome is unknown, or the token is refused.</exception>
    public async Task<TrackerAnswer> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken, string? tag = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{settings.BaseUrl.AbsoluteUri.TrimEnd('/')}/REST/2.0/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("token", settings.Token);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: JsonSerializerOptions.Default);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            throw new HttpRequestException("Request Tracker does not know the token (401); make a new one in Settings, Auth Tokens");
        if (answer.StatusCode >= HttpStatusCode.InternalServerError || answer.StatusCode == HttpStatusCode.TooManyRequests)
            throw new HttpRequestException($"Request Tracker answered {(int)answer.StatusCode}");
        return new TrackerAnswer(answer.StatusCode, await ReadAsync(answer, cancellationToken), answer.Headers.TryGetValues("ETag", out var tags) ? tags.First() : null);
    }

    private static async Task<JsonElement?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentLength is 0 || answer.StatusCode == HttpStatusCode.NoContent)
            return null;
        if (answer.Content.Headers.ContentType?.MediaType != "application/json")
            throw new HttpRequestException($"what answers is no Request Tracker: {(int)answer.StatusCode} with {answer.Content.Headers.ContentType}; look at baseUrl");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }
}

/// <summary>What Request Tracker answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON; null when there is none.</param>
/// <param name="Tag">The name of the ticket's state.</param>
internal sealed record TrackerAnswer(HttpStatusCode Status, JsonElement? Body, string? Tag)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>What it says in words: of an error, or of each change of an update.</summary>
    public string Words => Body switch
    {
        { ValueKind: JsonValueKind.Object } body when body.TryGetProperty("message", out var message) => message.ToString(),
        { ValueKind: JsonValueKind.Array } lines => string.Join("; ", lines.EnumerateArray().Select(line => line.ToString())),
        _ => $"{(int)Status}",
    };
}
