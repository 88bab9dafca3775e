using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace TelegramCrm.Sync.Crm;

/// <summary>Whether the CRM is away, and since when: from the first request that meets the open circuit to the next answer.</summary>
/// <param name="baseUrl">Which CRM.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when it begins and ends.</param>
internal sealed partial class Outage(Uri baseUrl, TimeProvider time, ILogger log)
{
    private const long None = -1;

    private long since = None;

    /// <summary>Whether it has lasted so long.</summary>
    public bool HasLasted(TimeSpan patience) => Interlocked.Read(ref since) is var begun && begun != None && time.GetElapsedTime(begun) >= patience;

    /// <summary>Takes notice of how a try ended.</summary>
    public void Note(Outcome<HttpResponseMessage> outcome)
    {
        if (outcome.Exception is BrokenCircuitException)
        {
            if (Interlocked.CompareExchange(ref since, time.GetTimestamp(), None) == None)
                LogAway(baseUrl);
        }
        else if (outcome.Result is not null && !RequestFault.IsPassing(outcome) && Interlocked.Exchange(ref since, None) != None)
        {
            LogBack(baseUrl);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The CRM at {BaseUrl} seems to be away; requests wait, and one now and then looks whether it is back")]
    private partial void LogAway(Uri baseUrl);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The CRM at {BaseUrl} answers again")]
    private partial void LogBack(Uri baseUrl);
}
