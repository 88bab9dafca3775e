using System.Net;
using TelegramCrm.Sync.Push.Http;

namespace TelegramCrm.Connectors.Tests;

/// <summary>The way to a real target, on which a test counts requests, loses answers, and answers itself.</summary>
public sealed class LossyWire : DelegatingHandler
{
    private int untilLoss = -1;

    public LossyWire() => InnerHandler = TargetHttp.Network();

    /// <summary>Methods of the requests that reached the target.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>Answers in the target's place; null lets the request through.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Instead { get; set; } = _ => null;

    /// <summary>A request that the target receives, and whose answer is lost: 0 for the next, 1 for the one after it, and so on.</summary>
    public void LoseAnswer(int after = 0) => untilLoss = after;

    /// <summary>Whether an answer was lost since <see cref="LoseAnswer"/>.</summary>
    public bool HasLost => untilLoss < 0;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Instead(request) is { } instead)
            return instead;
        var answer = await base.SendAsync(request, cancellationToken);
        Sent.Add(request.Method.Method);
        if (untilLoss >= 0 && untilLoss-- == 0)
        {
            answer.Dispose();
            throw new HttpRequestException("the connection was closed before an answer came");
        }
        return answer;
    }

    /// <summary>An answer of the test's own.</summary>
    public static HttpResponseMessage Answer(HttpStatusCode status, string body = "", string type = "text/html") => new(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, type) };
}
