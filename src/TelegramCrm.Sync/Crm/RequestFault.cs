using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace TelegramCrm.Sync.Crm;

/// <summary>The ways in which a request fails, as <c>ops.failed_requests</c> names them.</summary>
public static class RequestFault
{
    /// <summary>The CRM does not want this request: asking again would not help.</summary>
    public const string Refused = "refused";

    /// <summary>The CRM, or a proxy before it, answered with an error of its own.</summary>
    public const string ServerError = "server_error";

    /// <summary>No whole answer came in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>No connection, or one that broke before an answer.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>What came is no answer: cut off, not JSON, not what the API promises.</summary>
    public const string BrokenAnswer = "broken_answer";

    /// <summary>The answer is larger than is taken.</summary>
    public const string OversizedAnswer = "oversized_answer";

    /// <summary>Nothing was sent, because the CRM has been away.</summary>
    public const string CircuitOpen = "circuit_open";

    /// <summary>The name of a fault.</summary>
    /// <param name="outcome">An answer that is no success, or an exception.</param>
    public static string Of(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: BrokenCircuitException } => CircuitOpen,
        { Exception: TimeoutRejectedException } => Timeout,
        { Exception: BrokenAnswerException } => BrokenAnswer,
        { Exception: OversizedAnswerException } => OversizedAnswer,
        { Exception: not null } => Unreachable,
        _ => IsPassing(outcome) ? ServerError : Refused,
    };

    /// <summary>Whether the same request may well succeed later.</summary>
    /// <param name="outcome">How a try ended.</param>
    public static bool IsPassing(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException or BrokenCircuitException or IOException } => true,
        { Result.StatusCode: HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented } => true,
        _ => false,
    };
}
