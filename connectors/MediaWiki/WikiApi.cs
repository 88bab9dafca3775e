using System.Text.Json;

namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>Speaks with a wiki's <c>api.php</c>: logs in when it must, and turns the errors it answers with 200 into exceptions. The cookies of a login are the client's.</summary>
internal sealed class WikiApi(MediaWikiSettings settings, HttpClient http)
{
    private static readonly (string, string)[] Manner = [("format", "json"), ("formatversion", "2"), ("errorformat", "plaintext")];

    private string? editToken;

    /// <summary>Asks; changes nothing.</summary>
    /// <exception cref="WikiErrorException">The wiki objects.</exception>
    public Task<JsonElement> AskAsync(IReadOnlyList<(string Name, string Value)> question, CancellationToken cancellationToken) =>
        AsUserAsync(() => GetAsync([.. question, ("assert", "user")], cancellationToken), cancellationToken);

    /// <summary>Edits or deletes, with our token.</summary>
    /// <exception cref="WikiErrorException">The wiki objects.</exception>
    public Task<JsonElement> ActAsync(IReadOnlyList<(string Name, string Value)> act, CancellationToken cancellationToken) =>
        AsUserAsync(() => PostAsync([.. act, ("assert", "user"), ("token", editToken!)], cancellationToken), cancellationToken);

    private async Task<JsonElement> AsUserAsync(Func<Task<JsonElement>> callAsync, CancellationToken cancellationToken)
    {
        var isNew = editToken is null;
        if (isNew)
            await BeUserAsync(cancellationToken);
        try
        {
            return await callAsync();
        }
        catch (WikiErrorException error) when (error.IsStranger && !isNew)
        {
            await BeUserAsync(cancellationToken); // a session ends with time, or with a restart
            return await callAsync();
        }
    }

    private async Task BeUserAsync(CancellationToken cancellationToken)
    {
        editToken = null;
        try
        {
            editToken = await EditTokenAsync(cancellationToken);
        }
        catch (WikiErrorException error) when (error.IsStranger)
        {
            await LogInAsync(cancellationToken); // not before: whoever is logged in may not log in
            editToken = await EditTokenAsync(cancellationToken);
        }
    }

    private async Task LogInAsync(CancellationToken cancellationToken)
    {
        var token = TokenIn(await GetAsync([("action", "query"), ("meta", "tokens"), ("type", "login")], cancellationToken), "logintoken");
        var login = (await PostAsync([("action", "login"), ("lgname", settings.User), ("lgpassword", settings.Password), ("lgtoken", token)], cancellationToken)).GetProperty("login");
        if (login.GetProperty("result").GetString() is var result and not "Success")
            throw new WikiErrorException("login", login.TryGetProperty("reason", out var reason) ? WordsOf(reason) : $"login as {settings.User} gave {result}");
    }

    private async Task<string> EditTokenAsync(CancellationToken cancellationToken) =>
        TokenIn(await GetAsync([("action", "query"), ("meta", "tokens"), ("assert", "user")], cancellationToken), "csrftoken");

    private async Task<JsonElement> GetAsync(IReadOnlyList<(string, string)> question, CancellationToken cancellationToken)
    {
        using var query = Form([.. Manner, .. question]);
        return await ReadAsync(await http.GetAsync(new UriBuilder(settings.Api) { Query = await query.ReadAsStringAsync(cancellationToken) }.Uri, cancellationToken), cancellationToken);
    }

    private async Task<JsonElement> PostAsync(IReadOnlyList<(string, string)> act, CancellationToken cancellationToken)
    {
        using var form = Form([.. Manner, .. act]);
        return await ReadAsync(await http.PostAsync(settings.Api, form, cancellationToken), cancellationToken);
    }

    private async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            var isJson = answer.Content.Headers.ContentType?.MediaType == "application/json";
            if (!answer.IsSuccessStatusCode || !isJson)
                throw new HttpRequestException($"{settings.Api} answers {(int)answer.StatusCode}{(isJson ? "" : " and no JSON")}; see whether apiUrl names the wiki's api.php", inner: null, answer.StatusCode);
            var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            return json.TryGetProperty("errors", out var errors)
                ? throw new WikiErrorException(errors[0].GetProperty("code").GetString()!, WordsOf(errors[0]))
                : json;
        }
    }

    private static string TokenIn(JsonElement answer, string name) => answer.GetProperty("query").GetProperty("tokens").GetProperty(name).GetString()!;

    private static FormUrlEncodedContent Form(IEnumerable<(string Name, string Value)> fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static string WordsOf(JsonElement message) => message.ValueKind == JsonValueKind.Object ? message.GetProperty("text").GetString()! : message.ToString();
}
