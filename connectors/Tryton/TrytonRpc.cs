using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>Tryton's JSON-RPC, with a session that is opened when it is needed.</summary>
internal sealed class TrytonRpc(TrytonSettings settings, HttpClient http)
{
    private AuthenticationHeaderValue? session;

    /// <summary>Calls a method of a model, in English, within the company.</summary>
    /// <param name="method">As <c>party.party.create</c>.</param>
    /// <param name="parameters">All but the context.</param>
    /// <param name="timestamps">What the records to write said of their last change, as <c>_timestamp</c>: Tryton refuses the write if somebody was faster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="TrytonErrorException">Tryton refuses, and has rolled the call back.</exception>
    public async Task<JsonElement> CallAsync(string method, JsonArray parameters, CancellationToken cancellationToken, JsonObject? timestamps = null)
    {
        var context = new JsonObject { ["company"] = settings.Company, ["language"] = "en" };
        if (timestamps is not null)
            context["_timestamp"] = timestamps;
        parameters.Add(context);
        var body = new JsonObject { ["id"] = 1, ["method"] = $"model.{method}", ["params"] = parameters }.ToJsonString();
        var isFresh = session is null;
        session ??= await LogInAsync(cancellationToken);
        using var answer = await PostAsync(body, session, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Unauthorized)
            return await ResultAsync(answer, cancellationToken);
        session = null; // it ended: a call without one was not begun
        if (isFresh)
            throw new HttpRequestException($"{settings.Address.Host} takes the login of {settings.User} and then not its session; see whether something on the way drops the header Authorization");
        session = await LogInAsync(cancellationToken);
        using var second = await PostAsync(body, session, cancellationToken);
        return await ResultAsync(second, cancellationToken);
    }

    /// <summary>Reads the records that fit a domain, all of them.</summary>
    public async Task<IReadOnlyList<JsonElement>> SearchAsync(string model, JsonArray domain, IEnumerable<string> fields, CancellationToken cancellationToken) =>
        [.. (await CallAsync($"{model}.search_read", [domain, 0, null, null, Domain.List(fields)], cancellationToken)).EnumerateArray()];

    private async Task<AuthenticationHeaderValue> LogInAsync(CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["id"] = 0, ["method"] = "common.db.login", ["params"] = new JsonArray(settings.User, new JsonObject { ["password"] = settings.Password }, "en") };
        using var answer = await PostAsync(body.ToJsonString(), authorization: null, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            throw new HttpRequestException($"{settings.Address.Host} does not know {settings.User} with this password; set both anew in the connector's settings", inner: null, HttpStatusCode.Unauthorized);
        var login = await ResultAsync(answer, cancellationToken);
        var token = $"{settings.User}:{login[0].GetInt32()}:{login[1].GetString()}";
        return new AuthenticationHeaderValue("Session", Convert.ToBase64String(Encoding.UTF8.GetBytes(token)));
    }

    private async Task<HttpResponseMessage> PostAsync(string body, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = authorization;
        return await http.SendAsync(request, cancellationToken);
    }

    private async Task<JsonElement> ResultAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.StatusCode != HttpStatusCode.OK) // with a page about it, in HTML
            throw new HttpRequestException($"{settings.Address.Host} answers {(int)answer.StatusCode}", inner: null, answer.StatusCode);
        await using var content = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var document = await JsonDocument.ParseAsync(content, cancellationToken: cancellationToken);
        if (!document.RootElement.TryGetProperty("error", out var error))
            return document.RootElement.GetProperty("result").Clone();
        throw error[0].GetString() switch
        {
            "UserError" => new TrytonErrorException("UserError", error[1][0].GetString()!),
            "UserWarning" => new TrytonErrorException("UserWarning", error[1][1].GetString()!),
            "ConcurrencyException" => new TrytonErrorException("ConcurrencyException", error[1].GetString()!),
            var text => new TrytonErrorException("", $"{settings.Address.Host} failed over the call: {text}"),
        };
    }
}
