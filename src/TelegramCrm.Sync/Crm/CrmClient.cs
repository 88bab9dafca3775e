using System.Net;
using System.Text.Json;
using Flurl;
using Flurl.Http;

namespace TelegramCrm.Sync.Crm;

/// <summary>Talks to the CRM's REST API: authenticated, within its limits, patient with its faults. Pages stay bytes.</summary>
public sealed class CrmClient : IDisposable
{
    private readonly HttpClient http;
    private readonly FlurlClient flurl;
    private readonly BudgetHandler budgets;

    /// <summary>Connects lazily; nothing is sent yet.</summary>
    /// <param name="address">Which CRM, with which credentials.</param>
    /// <param name="time">The clock of waits and budgets.</param>
    public CrmClient(CrmAddress address, TimeProvider time)
    {
        budgets = new BudgetHandler(time)
        {
            InnerHandler = new ResilienceHandler(address, time)
            {
                InnerHandler = new WholeAnswerHandler
                {
                    InnerHandler = new SocketsHttpHandler
                    {
                        AutomaticDecompression = DecompressionMethods.All,
                        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                        AllowAutoRedirect = false, // a redirect would carry the credentials elsewhere
                        UseCookies = false,
                    },
                },
            },
        };
        http = new HttpClient(budgets) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Add("X-Api-Key", address.ApiKey);
        http.DefaultRequestHeaders.Authorization = new("Bearer", address.SecretToken);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("TelegramCrm.Sync");
        flurl = new FlurlClient(http) { BaseUrl = address.BaseUrl.ToString() };
        flurl.AllowAnyHttpStatus();
        flurl.Settings.Timeout = null; // the resilience pipeline keeps time
    }

    /// <summary>What is known of each endpoint category's rate limit, as of now.</summary>
    public IReadOnlyDictionary<EndpointCategory, BudgetStanding> Budgets => budgets.Budgets;

    /// <summary>Whom the credentials belong to.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused, or was away.</exception>
    public async Task<Workspace> GetWorkspaceAsync(CancellationToken cancellationToken)
    {
        using var answer = await GetAsync("me", [], cancellationToken);
        return JsonSerializer.Deserialize<Workspace>(answer.Bytes.Span, Workspace.Json)
            ?? throw new CrmException("me: the CRM answered null", HttpStatusCode.OK);
    }

    /// <summary>Fetches one page; the caller disposes it.</summary>
    /// <param name="path">Below the root: <c>tickets</c>, <c>tickets/T1/messages</c>.</param>
    /// <param name="query">Names and values; a null value leaves the name out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused, or was away after the last try.</exception>
    public async Task<CrmPage> GetPageAsync(string path, IEnumerable<KeyValuePair<string, string?>> query, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(path, query, cancellationToken);
        try
        {
            return CrmPage.Parse(answer.Bytes, answer);
        }
        catch (BrokenAnswerException e)
        {
            answer.Dispose();
            throw new CrmException($"{path}: {e.Message}", HttpStatusCode.OK, null, e);
        }
    }

    /// <summary>Fetches one record; the caller disposes it.</summary>
    /// <param name="path">Below the root: <c>tickets</c>.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused, has no such record (404), or was away after the last try.</exception>
    public Task<WholeContent> GetRecordAsync(string path, string id, CancellationToken cancellationToken) =>
        GetAsync($"{path}/{Uri.EscapeDataString(id)}", [], cancellationToken);

    private async Task<WholeContent> GetAsync(string path, IEnumerable<KeyValuePair<string, string?>> query, CancellationToken cancellationToken)
    {
        var request = flurl.Request(path.Split('/')).SetQueryParams(query.Where(pair => pair.Value is not null));
        var response = await SendAsync(path, request, cancellationToken);
        var answer = (WholeContent)response.Content;
        if (response.IsSuccessStatusCode)
            return answer;
        using (response)
            throw Refusal(path, response, answer.Bytes.Span);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, IFlurlRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.SendAsync(HttpMethod.Get, null, cancellationToken, HttpCompletionOption.ResponseHeadersRead);
        }
        catch (FlurlHttpException e) when (!cancellationToken.IsCancellationRequested)
        {
            var cause = e.InnerException ?? e;
            throw new CrmException($"{path}: the CRM at {flurl.BaseUrl} could not be reached: {cause.Message}", null, null, cause);
        }
    }

    private static CrmException Refusal(string path, HttpResponseMessage response, ReadOnlySpan<byte> bytes)
    {
        var error = CrmError.TryParse(bytes);
        var remedy = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "; check source.apiKey and source.secretToken",
            HttpStatusCode.Forbidden => "; the credentials lack a scope",
            _ => "",
        };
        return new CrmException(
            $"{path}: the CRM answered {(int)response.StatusCode}: {error?.Message ?? response.ReasonPhrase}{remedy}", response.StatusCode, error?.RequestId);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        flurl.Dispose();
        http.Dispose();
    }
}
