using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Tests.Crm;

/// <summary>A CRM on loopback that answers each request as a test says.</summary>
public sealed class ScriptedCrm : IAsyncDisposable
{
    private readonly WebApplication app;

    private ScriptedCrm(WebApplication app) => this.app = app;

    public List<string> Requests { get; } = [];

    public CrmAddress Address => new()
    {
        BaseUrl = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/api/v1"),
        ApiKey = "key-of-the-test",
        SecretToken = "token-of-the-test",
        MaxRetries = 2,
        RetryDelay = Duration.FromMilliseconds(1),
    };

    public static async Task<ScriptedCrm> StartAsync(Func<HttpContext, Task> answerAsync)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var crm = new ScriptedCrm(builder.Build());
        crm.app.Run(context =>
        {
            lock (crm.Requests)
                crm.Requests.Add(context.Request.Path + context.Request.QueryString);
            return answerAsync(context);
        });
        await crm.app.StartAsync();
        return crm;
    }

    public static Task<ScriptedCrm> StartAsync(RecordList list) => StartAsync(list.AnswerAsync);

    /// <summary>Answers the first request with the first, and so on; the last one answers all the rest.</summary>
    public static Task<ScriptedCrm> StartInTurnAsync(params Func<HttpContext, Task>[] answers)
    {
        var next = -1;
        return StartAsync(context => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)](context));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
