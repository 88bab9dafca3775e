using Microsoft.Extensions.Logging;
using NodaTime;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace TelegramCrm.Sync.Crm;

/// <summary>
/// The one way every request takes: tried again after a passing fault, with growing waits; in its category's turn and
/// within its budget; not at all while the CRM is known to be away; and never longer than it may take.
/// </summary>
public sealed partial class RequestPipeline : IDisposable
{
    private const int MostBrokenAnswers = 6; // a wrong address answers pages of HTML for ever
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestTry = TimeSpan.FromSeconds(1);
    private static readonly ResiliencePropertyKey<RequestEffort> EffortKey = new("effort");

    private readonly CrmAddress address;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Dictionary<EndpointCategory, EndpointGate> gates;
    private readonly Outage outage;
    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;

    /// <summary>Builds the pipeline.</summary>
    /// <param name="address">Limits.</param>
    /// <param name="time">The clock of every wait.</param>
    /// <param name="log">Told of retries, waits and outages; never of headers or queries.</param>
    public RequestPipeline(CrmAddress address, TimeProvider time, ILogger log)
    {
        (this.address, this.time, this.log) = (address, time, log);
        outage = new Outage(address.BaseUrl, time, log);
        gates = Enum.GetValues<EndpointCategory>().ToDictionary(category => category, _ => new EndpointGate(address.ParallelRequests, time));
        gates[EndpointCategory.TicketWrites].Dispose();
        gates[EndpointCategory.TicketWrites] = new EndpointGate(address.ParallelRequests, time, gates[EndpointCategory.Tickets].Budget);
        pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = args => ValueTask.FromResult(IsWorthAnotherTry(EffortOf(args.Context), args.Outcome, args.AttemptNumber)),
                MaxRetryAttempts = address.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = address.RetryDelay.ToTimeSpan(),
                MaxDelay = LongestDelay,
                UseJitter = true,
                DelayGenerator = args => ValueTask.FromResult(RequiredWait(args.Outcome)),
                OnRetry = args => Retrying(EffortOf(args.Context), RequestFault.Of(args.Outcome), args.RetryDelay),
            })
            .AddStrategy(_ => new GateStrategy(gates, EffortKey, outage, log))
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = args => ValueTask.FromResult(RequestFault.IsPassing(args.Outcome)),
                FailureRatio = 0.9,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(Math.Max(30, address.TryTimeout.TotalSeconds * 6)), // five tries that hang one after the other fit in
                BreakDuration = TimeSpan.FromSeconds(10),
            })
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = args => ValueTask.FromResult(TimeOfTry(EffortOf(args.Context))) })
            .Build();
    }

    /// <summary>What is known of each category's limit.</summary>
    public IReadOnlyDictionary<EndpointCategory, BudgetStanding> Budgets => gates.ToDictionary(gate => gate.Key, gate => gate.Value.Budget.Standing);

    /// <summary>Sends a request, as often as it takes and is allowed.</summary>
    /// <param name="effort">The request; keeps count.</param>
    /// <param name="tryAsync">One try, its answer read to the end.</param>
    /// <param name="cancellationToken">Ends the tries and the waits.</param>
    /// <returns>The last answer; it may be an error.</returns>
    public async Task<HttpResponseMessage> SendAsync(
        RequestEffort effort, Func<CancellationToken, Task<HttpResponseMessage>> tryAsync, CancellationToken cancellationToken)
    {
        // A process of ours has no context to return to; a test that has one sees every step in order.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        context.Properties.Set(EffortKey, effort);
        try
        {
            return await pipeline.ExecuteAsync(async inner =>
            {
                effort.CountTry();
                return await tryAsync(inner.CancellationToken);
            }, context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Forgets who waits.</summary>
    public void Dispose()
    {
        foreach (var gate in gates.Values)
            gate.Dispose();
    }

    /// <summary>A request gives up when its next try would begin too late, and at once when the CRM has been away for as long as any request waits.</summary>
    private bool IsWorthAnotherTry(RequestEffort effort, Outcome<HttpResponseMessage> outcome, int attempt)
    {
        var wasSent = outcome.Exception is not BrokenCircuitException;
        var patience = PatienceOf(effort);
        var backoff = address.RetryDelay.ToTimeSpan().TotalSeconds * Math.Pow(2, attempt);
        var wait = RequiredWait(outcome) ?? TimeSpan.FromSeconds(Math.Min(backoff, LongestDelay.TotalSeconds));
        return RequestFault.IsPassing(outcome)
            && (effort.IsRepeatable || !wasSent)
            && (outcome.Exception is not BrokenAnswerException || attempt < MostBrokenAnswers)
            && (wasSent || !outage.HasLasted(patience))
            && effort.Spent + wait < patience;
    }

    private TimeSpan? RequiredWait(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } answer } => RetryAfter.Read(answer, Instant.FromDateTimeOffset(time.GetUtcNow())),
        { Exception: BrokenCircuitException broken } => broken.RetryAfter,
        _ => null,
    };

    private TimeSpan PatienceOf(RequestEffort effort) => effort.Patience ?? address.TotalTimeout.ToTimeSpan();

    private TimeSpan TimeOfTry(RequestEffort effort)
    {
        var left = PatienceOf(effort) - effort.Spent;
        return new[] { address.TryTimeout.ToTimeSpan(), left > ShortestTry ? left : ShortestTry }.Min();
    }

    private ValueTask Retrying(RequestEffort effort, string fault, TimeSpan delay)
    {
        LogRetry(effort.Path, effort.Tries, fault, delay);
        return default;
    }

    private static RequestEffort EffortOf(ResilienceContext context) => context.Properties.GetValue(EffortKey, null!);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path}: try {Tries} failed ({Fault}); the next one in {Delay}")]
    private partial void LogRetry(string path, int tries, string fault, TimeSpan delay);
}
