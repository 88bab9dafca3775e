using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace TelegramCrm.Connectors.BookStack;

/// <summary>Speaks with BookStack's REST API.</summary>
internal sealed class BookStackApi(BookStackSettings settings, HttpClient http)
{
    /// <summary>Reads; <paramref name="path"/> is below <c>/api/</c>, with its query.</summary>
    /// <exception cref="BookStackErrorException">BookStack objects.</exception>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, body: null, cancellationToken);

    /// <summary>Writes.</summary>
    /// <exception cref="BookStackErrorException">BookStack objects.</exception>
    public Task<JsonElement> SendAsync(HttpMethod method, string path, object body, CancellationToken cancellationToken) => SendAsync(method, path, JsonContent.Create(body), cancellationToken);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"{settings.BaseUrl.ToString().TrimEnd('/')}/api/{path}") { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Token", $"{settings.TokenId}:{settings.TokenSecret}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "application/json")
            throw await BookStackErrorException.ReadAsync(answer, cancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
    }
}
