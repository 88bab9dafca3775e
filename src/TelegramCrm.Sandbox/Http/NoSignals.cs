using Microsoft.Extensions.Hosting;

namespace TelegramCrm.Sandbox.Http;

/// <summary>Leaves SIGTERM and Ctrl-C to the process around the sandbox: the default lifetime would swallow them.</summary>
internal sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
