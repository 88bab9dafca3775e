using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace TelegramCrm.Sync.Crm;

/// <summary>
/// The pipeline's step in which each try waits for its category's turn. It stands outside the timeout, because an hour
/// of waiting that the server asked for is no fault; and a 429 never gets further than here: it is waited out, by the
/// whole category, and asked again, as often as it comes.
/// </summary>
/// <param name="gates">A gate a category.</param>
/// <param name="effortOf">Which request a context is about.</param>
/// <param name="outage">Told how each try ended.</param>
/// <param name="log">Told of each 429.</param>
internal sealed partial class GateStrategy(
    IReadOnlyDictionary<EndpointCategory, EndpointGate> gates, ResiliencePropertyKey<RequestEffort> effortOf, Outage outage, ILogger log)
    : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        var effort = context.Properties.GetValue(effortOf, null!);
        while (true)
        {
            var passage = await effort.EnterAsync(gates[effort.Category], context.CancellationToken);
            var outcome = await callback(context, state);
            outage.Note(outcome);
            if (outcome.Result is not { } answer)
            {
                passage.Leave(wasSent: outcome.Exception is not BrokenCircuitException);
                return outcome;
            }
            if (passage.Leave(answer) is { } wait)
                LogWait(effort.Path, wait, effort.Category);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                return outcome;
            answer.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: the CRM answered 429 and asks for {Wait}; all requests to {Category} wait so long")]
    private partial void LogWait(string path, TimeSpan wait, EndpointCategory category);
}
