using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Tests.Crm;

/// <summary>The pipeline on a fake clock, with a CRM that is a function: from which try it is, and when, to an answer or a fault.</summary>
internal sealed class PipelineStage(CrmAddress address) : IDisposable
{
    private RequestPipeline? pipeline;

    public static CrmAddress Address { get; } = new()
    {
        BaseUrl = new Uri("https://crm.example"),
        ApiKey = "key",
        SecretToken = "token",
        TryTimeout = Duration.FromSeconds(30),
        TotalTimeout = Duration.FromMinutes(10),
    };

    public FakeTime Time { get; } = new();

    /// <summary>When each try came.</summary>
    public List<TimeSpan> Tries { get; } = [];

    public RequestPipeline Pipeline => pipeline ??= new(address, Time.Clock, NullLogger.Instance);

    public async Task<HttpResponseMessage> SendAsync(
        Func<int, HttpResponseMessage> answer, HttpMethod? method = null, string path = "tickets", TimeSpan takes = default, CancellationToken cancellationToken = default)
    {
        var tries = 0;
        return await Pipeline.SendAsync(new RequestEffort(method ?? HttpMethod.Get, path, Time.Clock), async stop =>
        {
            Tries.Add(Time.Elapsed);
            if (takes > TimeSpan.Zero) await Task.Delay(takes, Time.Clock, stop);
            return answer(++tries);
        }, cancellationToken);
    }

    public static HttpResponseMessage Answer(HttpStatusCode status, string? retryAfter = null, DateTimeOffset? date = null)
    {
        var answer = new HttpResponseMessage(status);
        answer.Headers.Date = date;
        if (retryAfter is not null) answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return answer;
    }

    public static HttpResponseMessage Unreachable() => throw new HttpRequestException("Connection refused");

    public void Dispose() => pipeline?.Dispose();
}
