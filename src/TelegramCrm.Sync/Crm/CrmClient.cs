using System.Net;
using System.Text;
using Flurl.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace TelegramCrm.Sync.Crm;

/// <summary>Talks to the CRM's REST API: authenticated, within its limits, patient with its faults. Pages stay bytes.</summary>
public sealed class CrmClient : IDisposable
{
    private readonly CrmAddress address;
    private readonly HttpClient http;
    private readonly FlurlClient flurl;
    private readonly RequestPipeline pipeline;
    private readonly SingleTry single;
    private readonly TimeProvider time;

    /// <summary>Connects lazily; nothing is sent yet.</summary>
    /// <param name="address">Which CRM, with which credentials.</param>
    /// <param name="time">The clock of waits and budgets.</param>
    /// <param name="log">Told of retries, waits and outages; null for nobody.</param>
    public CrmClient(CrmAddress address, TimeProvider time, ILogger<CrmClient>? log = null)
    {
        (this.address, this.time) = (address, time);
        http = new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AllowAutoRedirect = false, // a redirect would carry the credentials elsewhere
            UseCookies = false,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Add("X-Api-Key", address.ApiKey);
        http.DefaultRequestHeaders.Authorization = new("Bearer", address.SecretToken);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("TelegramCrm.Sync");
        flurl = new FlurlClient(http) { BaseUrl = address.BaseUrl.ToString() };
        flurl.AllowAnyHttpStatus();
        flurl.Settings.Timeout = null; // the pipeline keeps time
        single = new SingleTry(flurl, address.MaxAnswerBytes);
        pipeline = new RequestPipeline(address, time, (ILogger?)log ?? NullLogger.Instance);
    }

    /// <summary>What is known of each endpoint category's rate limit, as of now.</summary>
    public IReadOnlyDictionary<EndpointCategory, BudgetStanding> Budgets => pipeline.Budgets;

    /// <summary>Whom the credentials belong to.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused, or was away.</exception>
    public async Task<Workspace> GetWorkspaceAsync(CancellationToken cancellationToken)
    {
        Workspace? workspace = null;
        using var answer = await GetAsync("me", [], body => workspace = Workspace.Parse(body.Bytes.Span), cancellationToken);
        return workspace!;
    }

    /// <summary>Fetches one page; the caller disposes it.</summary>
    /// <param name="path">Below the root: <c>tickets</c>, <c>tickets/T1/messages</c>.</param>
    /// <param name="query">Names and values; a null value leaves the name out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="patience">How long it is tried; null for as long as the address says.</param>
    /// <exception cref="CrmException">The CRM refused, or was away after the last try.</exception>
    public async Task<CrmPage> GetPageAsync(string path, IEnumerable<KeyValuePair<string, string?>> query, CancellationToken cancellationToken, Duration? patience = null)
    {
        CrmPage? page = null;
        var effort = new RequestEffort(HttpMethod.Get, path, time) { Patience = patience?.ToTimeSpan() };
        await AskAsync(effort, query, body => page = CrmPage.Parse(body.Bytes, body), cancellationToken);
        return page!;
    }

    /// <summary>Fetches one record; the caller disposes it.</summary>
    /// <param name="path">Below the root: <c>tickets</c>.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused, has no such record (404), or was away after the last try.</exception>
    public async Task<WholeContent> GetRecordAsync(string path, string id, CancellationToken cancellationToken)
    {
        WholeContent? record = null;
        await GetAsync($"{path}/{Uri.EscapeDataString(id)}", [], body => record = body.RequireObject(), cancellationToken);
        return record!;
    }

    /// <summary>Fetches a list that comes whole.</summary>
    /// <param name="path">Below the root: <c>webhooks</c>.</param>
    /// <param name="read">Understands a success; throws <see cref="BrokenAnswerException"/> when it can't.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused, or was away after the last try.</exception>
    internal async Task ReadAsync(string path, Action<WholeContent> read, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync(path, [], read, cancellationToken);
    }

    /// <summary>Fetches one record with the name of its version.</summary>
    /// <param name="path">Below the root: <c>tickets</c>.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="category">Where the request lines up.</param>
    /// <param name="patience">How long it is tried; null for as long as the address says.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused, has no such record (404), or was away after the last try.</exception>
    public Task<CrmRecord> ReadAsync(string path, string id, EndpointCategory category, Duration? patience, CancellationToken cancellationToken) => AskRecordAsync(
        new(HttpMethod.Get, $"{path}/{Uri.EscapeDataString(id)}", time) { Category = category, Patience = patience?.ToTimeSpan() }, cancellationToken);

    /// <summary>Changes a record if it still is the version that was read. Tried again after a fault, it is done once at most.</summary>
    /// <param name="path">Below the root: <c>tickets</c>.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="change">The fields to change, as a JSON object.</param>
    /// <param name="version">The version's name.</param>
    /// <param name="category">Where the request lines up.</param>
    /// <param name="patience">How long it is tried; null for as long as the address says.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The record as it is now.</returns>
    /// <exception cref="CrmException">The record has changed since (412), the CRM refused, or was away after the last try; then it may have been done.</exception>
    public Task<CrmRecord> ChangeAsync(
        string path, string id, string change, string version, EndpointCategory category, Duration? patience, CancellationToken cancellationToken) => AskRecordAsync(
        new(HttpMethod.Patch, $"{path}/{Uri.EscapeDataString(id)}", time) { Category = category, Json = Encoding.UTF8.GetBytes(change), IfMatch = version, Patience = patience?.ToTimeSpan() }, cancellationToken);

    private async Task<CrmRecord> AskRecordAsync(RequestEffort effort, CancellationToken cancellationToken)
    {
        WholeContent? record = null;
        var answer = await AskAsync(effort, [], body => record = body.RequireObject(), cancellationToken);
        var version = answer.Headers.TryGetValues("ETag", out var names) ? names.First() : null;
        return new CrmRecord(record!, version);
    }

    /// <summary>Writes something, with what its JSON says.</summary>
    /// <param name="method">The verb.</param>
    /// <param name="path">Below the root.</param>
    /// <param name="json">A JSON value; null to send nothing along.</param>
    /// <param name="read">Understands a success; of a DELETE it is not asked.</param>
    /// <param name="cancellationToken">Ends the wait; whether the CRM acted is open then.</param>
    /// <param name="patience">How long it is tried; null for as long as the address says.</param>
    /// <param name="category">Where the request lines up; null for where its path belongs.</param>
    /// <exception cref="CrmException">The CRM refused, or was away. What may not be done twice was not tried again once it was sent.</exception>
    internal async Task WriteAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? json, Action<WholeContent> read, CancellationToken cancellationToken, Duration? patience = null, EndpointCategory? category = null)
    {
        var effort = new RequestEffort(method, path, time) { Json = json, Patience = patience?.ToTimeSpan(), Category = category ?? RequestEffort.CategoryOf(path) };
        using var answer = await AskAsync(effort, [], read, cancellationToken);
    }

    private Task<HttpResponseMessage> GetAsync(
        string path, IEnumerable<KeyValuePair<string, string?>> query, Action<WholeContent> read, CancellationToken cancellationToken) =>
        AskAsync(new RequestEffort(HttpMethod.Get, path, time), query, read, cancellationToken);

    private async Task<HttpResponseMessage> AskAsync(
        RequestEffort effort, IEnumerable<KeyValuePair<string, string?>> query, Action<WholeContent> read, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(effort, query, read, cancellationToken);
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
            throw CrmFailure.Of(effort, answer, address);
    }

    private async Task<HttpResponseMessage> SendAsync(
        RequestEffort effort, IEnumerable<KeyValuePair<string, string?>> query, Action<WholeContent> read, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.SendAsync(effort, stop => single.SendAsync(effort, query, read, stop), cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutRejectedException or BrokenCircuitException or OversizedAnswerException)
        {
            throw CrmFailure.Of(effort, e, address);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        flurl.Dispose();
        http.Dispose();
        pipeline.Dispose();
    }
}
