using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>Keeps each endpoint category within the API's rate limit, before a 429 has to.</summary>
/// <param name="time">The clock.</param>
public sealed class BudgetHandler(TimeProvider time) : DelegatingHandler
{
    private readonly Dictionary<string, EndpointBudget> budgets = new[] { "tickets", "templates", "agents", "webhooks" }
        .ToDictionary(category => category, _ => new EndpointBudget(time));

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var budget = budgets[CategoryOf(request.RequestUri!)];
        await budget.SpendAsync(cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        if (Number(response, "X-RateLimit-Remaining") is { } left && Number(response, "X-RateLimit-Reset") is { } reset)
        {
            var serverNow = response.Headers.Date ?? time.GetUtcNow();
            budget.Learn((int)Math.Min(left, int.MaxValue), Instant.FromUnixTimeSeconds(reset) - Instant.FromDateTimeOffset(serverNow));
        }
        return response;
    }

    private static string CategoryOf(Uri uri) => uri.AbsolutePath switch
    {
        var path when path.Contains("/template", StringComparison.Ordinal) => "templates",
        var path when path.EndsWith("/agents", StringComparison.Ordinal) || path.EndsWith("/queues", StringComparison.Ordinal) => "agents",
        var path when path.Contains("/webhooks", StringComparison.Ordinal) => "webhooks",
        _ => "tickets",
    };

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && long.TryParse(values.First(), out var number) ? number : null;
}
