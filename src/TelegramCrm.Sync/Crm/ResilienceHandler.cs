using System.Net;
using NodaTime;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace TelegramCrm.Sync.Crm;

/// <summary>
/// The one place where requests are tried again after a fault: exponential backoff with jitter, a server's own wait obeyed,
/// a time limit a try and one for all tries, and a circuit breaker that gives a CRM in trouble some air.
/// </summary>
/// <remarks>Only GET, PUT and DELETE are repeated, since a fault leaves it open whether the CRM acted. Rate limits are <see cref="BudgetHandler"/>'s.</remarks>
public sealed class ResilienceHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<HttpMethod> Method = new("method");
    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;

    /// <summary>Builds the pipeline.</summary>
    /// <param name="address">Limits.</param>
    /// <param name="time">The clock of every wait.</param>
    public ResilienceHandler(CrmAddress address, TimeProvider time)
    {
        Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());
        pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddTimeout(address.TotalTimeout.ToTimeSpan())
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = args => ValueTask.FromResult(IsPassing(args.Outcome) && IsRepeatable(args.Context)),
                MaxRetryAttempts = address.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = address.RetryDelay.ToTimeSpan(),
                MaxDelay = TimeSpan.FromMinutes(1),
                UseJitter = true,
                DelayGenerator = args => ValueTask.FromResult(
                    args.Outcome.Result is { } response ? RetryAfter.Read(response, Now())?.ToTimeSpan() : BreakTime(args.Outcome.Exception)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = args => ValueTask.FromResult(IsPassing(args.Outcome)),
                FailureRatio = 0.9,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(10),
            })
            .AddTimeout(address.TryTimeout.ToTimeSpan())
            .Build();
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Method, request.Method);
        try
        {
            return await pipeline.ExecuteAsync(async inner => await base.SendAsync(request, inner.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException or BrokenCircuitException or IOException } => true,
        { Result.StatusCode: HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented } => true,
        _ => false,
    };

    private static bool IsRepeatable(ResilienceContext context) =>
        context.Properties.GetValue(Method, HttpMethod.Get) is var method && method != HttpMethod.Post && method != HttpMethod.Patch;

    private static TimeSpan? BreakTime(Exception? fault) => (fault as BrokenCircuitException)?.RetryAfter;
}
