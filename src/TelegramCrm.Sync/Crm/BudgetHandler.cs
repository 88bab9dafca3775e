using System.Net;
using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>
/// Keeps each endpoint category within the API's rate limit: waits before a 429 would come, and obeys one in full when it
/// comes all the same. It stands outside every timeout, because an hour of waiting that the server asked for is no fault.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class BudgetHandler(TimeProvider time) : DelegatingHandler
{
    private static readonly Duration WaitWithoutAdvice = Duration.FromSeconds(1);

    private readonly Dictionary<EndpointCategory, EndpointBudget> budgets = Enum.GetValues<EndpointCategory>().ToDictionary(category => category, _ => new EndpointBudget(time));

    /// <summary>What is known of each endpoint category's rate limit, as of now.</summary>
    public IReadOnlyDictionary<EndpointCategory, BudgetStanding> Budgets => budgets.ToDictionary(budget => budget.Key, budget => budget.Value.Standing);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var budget = budgets[CategoryOf(request.RequestUri!)];
        while (true)
        {
            await budget.SpendAsync(cancellationToken);
            var response = await base.SendAsync(request, cancellationToken);
            Learn(budget, response);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
                return response;
            var wait = RetryAfter.Read(response, Instant.FromDateTimeOffset(time.GetUtcNow())) ?? WaitWithoutAdvice;
            response.Dispose();
            await Task.Delay(wait.ToTimeSpan(), time, cancellationToken);
        }
    }

    private void Learn(EndpointBudget budget, HttpResponseMessage response)
    {
        if (Number(response, "X-RateLimit-Remaining") is not { } left || Number(response, "X-RateLimit-Reset") is not { } reset)
            return;
        var serverNow = response.Headers.Date ?? time.GetUtcNow();
        budget.Learn((int)Math.Min(left, int.MaxValue), Instant.FromUnixTimeSeconds(reset) - Instant.FromDateTimeOffset(serverNow), Number(response, "X-RateLimit-Limit"));
    }

    private static EndpointCategory CategoryOf(Uri uri) => uri.AbsolutePath switch
    {
        var path when path.Contains("/template", StringComparison.Ordinal) => EndpointCategory.Templates,
        var path when path.EndsWith("/agents", StringComparison.Ordinal) || path.EndsWith("/queues", StringComparison.Ordinal) => EndpointCategory.Agents,
        var path when path.Contains("/webhooks", StringComparison.Ordinal) => EndpointCategory.Webhooks,
        _ => EndpointCategory.Tickets,
    };

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && long.TryParse(values.First(), out var number) ? number : null;
}
