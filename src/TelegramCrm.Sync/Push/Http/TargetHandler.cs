using System.Net;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Push.Http;

/// <summary>Sends a target's requests: only where credentials are safe, no more a minute than allowed, none while the target asks to be left alone, each within its time.</summary>
internal sealed class TargetHandler(ConnectorLimits limits, bool allowsInsecure, TimeProvider time, HttpMessageHandler wire) : DelegatingHandler(wire)
{
    private const int MostAnswerBytes = 64 * 1024 * 1024;

    private readonly TargetPace pace = new(limits.RequestsPerMinute, limits.LongestWait.ToTimeSpan(), time);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (address.Scheme != Uri.UriSchemeHttps && !(allowsInsecure || address.IsLoopback))
            throw new HttpRequestException($"{address.Host} is another machine, and http:// is readable by all on the way; use https://, or say \"allowInsecure\": true in the connector's settings");
        if (request.Content is { } body)
            await body.LoadIntoBufferAsync(cancellationToken); // to be sent again after a 429
        var begun = time.GetTimestamp();
        while (true)
        {
            await pace.EnterAsync(address.Host, cancellationToken);
            var answer = await SendOnceAsync(request, cancellationToken);
            if (pace.Learn(answer) is not { } wait || !WasNotDone(request, answer) || time.GetElapsedTime(begun) + wait > limits.LongestWait.ToTimeSpan())
                return answer;
            answer.Dispose();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            pace.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Whoever counts requests refuses one before it does anything; a 503 may come from a proxy that lost the answer.</summary>
    private static bool WasNotDone(HttpRequestMessage request, HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.TooManyRequests || request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(limits.RequestTimeout.ToTimeSpan(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await base.SendAsync(request, either.Token);
            if (answer is { StatusCode: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest and not HttpStatusCode.NotModified, Headers.Location: { } place })
                throw new HttpRequestException($"{request.RequestUri!.Host} sends us on to {Place(request.RequestUri, place)}; name the address itself in the connector's settings");
            await answer.Content.LoadIntoBufferAsync(MostAnswerBytes, either.Token);
            return answer;
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            answer?.Dispose();
            throw new TimeoutException($"{request.RequestUri!.Host} did not answer within {DurationText.Format(limits.RequestTimeout)}", late);
        }
        catch
        {
            answer?.Dispose();
            throw;
        }
    }

    /// <summary>Where a redirect leads, without a query: that may hold anything.</summary>
    private static string Place(Uri from, Uri place) => new Uri(from, place).GetLeftPart(UriPartial.Path);
}
