using System.Globalization;
using System.Net;
using NodaTime;
using Polly;
using Polly.Timeout;

namespace TelegramCrm.Sync.Crm;

/// <summary>Puts the end of a failed request into words: where, what, and what to do.</summary>
internal static class CrmFailure
{
    private const int MostWords = 500;

    /// <summary>The last answer is an error.</summary>
    /// <param name="effort">The request.</param>
    /// <param name="answer">The answer, read to its end.</param>
    /// <param name="address">Where it was sent.</param>
    public static CrmException Of(RequestEffort effort, HttpResponseMessage answer, CrmAddress address)
    {
        var error = CrmError.TryParse(((WholeContent)answer.Content).Bytes.Span);
        var request = Describe(effort, Outcome.FromResult(answer), error?.RequestId ?? RequestIdOf(answer)) with { Field = error?.Field };
        var remedy = answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "; check source.apiKey and source.secretToken",
            HttpStatusCode.Forbidden => "; the credentials lack a scope, or the plan has no such endpoint",
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => Elsewhere(answer),
            _ => "",
        };
        return new CrmException($"{effort.Path}: the CRM answered {(int)answer.StatusCode}: {Quote(error?.Message ?? answer.ReasonPhrase ?? "", address)}{remedy}{Tried(request)}", request);
    }

    /// <summary>No answer came that could be used.</summary>
    /// <param name="effort">The request.</param>
    /// <param name="fault">Why.</param>
    /// <param name="address">Where it was sent.</param>
    public static CrmException Of(RequestEffort effort, Exception fault, CrmAddress address)
    {
        var request = Describe(effort, Outcome.FromException<HttpResponseMessage>(fault), requestId: null);
        var what = request.Fault switch
        {
            RequestFault.BrokenAnswer or RequestFault.OversizedAnswer => fault.Message,
            RequestFault.Timeout => $"the CRM at {address} gave no whole answer within {InWords(((TimeoutRejectedException)fault).Timeout)}",
            RequestFault.CircuitOpen => $"the CRM at {address} is away ({fault.InnerException?.Message ?? "it answers with errors"}), and asked only now and then whether it is back",
            _ => $"the CRM at {address} could not be reached: {fault.Message}",
        };
        return new CrmException($"{effort.Path}: {what}{Tried(request)}", request, fault);
    }

    /// <summary>The CRM's words, not endless, and without our credentials: there are servers that repeat what they refuse.</summary>
    private static string Quote(string words, CrmAddress address)
    {
        var clean = words.Replace(address.ApiKey, "***", StringComparison.Ordinal).Replace(address.SecretToken, "***", StringComparison.Ordinal);
        return clean.Length <= MostWords ? clean : clean[..MostWords] + "…";
    }

    private static FailedRequest Describe(RequestEffort effort, Outcome<HttpResponseMessage> end, string? requestId) => new(
        effort.Method.Method, effort.Path, end.Result?.StatusCode, RequestFault.Of(end), requestId,
        effort.Tries, effort.FirstTriedAt, effort.LastTriedAt, Duration.FromTimeSpan(effort.Elapsed));

    private static string? RequestIdOf(HttpResponseMessage answer) => answer.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.First() : null;

    private static string Elsewhere(HttpResponseMessage answer) => answer.Headers.Location is { IsAbsoluteUri: true } there
        ? $"; it points to {there.GetLeftPart(UriPartial.Authority)}, and the credentials are not sent there: if that is right, change source.baseUrl"
        : "; it points elsewhere, and the credentials are not sent there: check source.baseUrl";

    private static string Tried(FailedRequest request) =>
        request.Tries > 1 ? $" (tried {request.Tries} times in {InWords(request.Elapsed.ToTimeSpan())})" : "";

    private static string InWords(TimeSpan time) => time < TimeSpan.FromSeconds(90)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds)} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalMinutes)} min");
}
