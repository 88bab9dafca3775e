using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Asks the CRM which workspace is ours when the service starts, and again until it answers.</summary>
/// <param name="workspace">Takes the answer down.</param>
/// <param name="client">The CRM.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when it can't be learned.</param>
public sealed partial class WorkspaceInquiry(OwnWorkspace workspace, CrmClient client, TimeProvider time, ILogger<WorkspaceInquiry> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(5);

    /// <summary>Lets the service begin with the answer if it comes soon: the first deliveries are not sent away for nothing.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await Task.WhenAny(ExecuteTask!, Task.Delay(StartsWithin, time, cancellationToken));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await LearnAsync(stoppingToken))
            await Task.Delay(Pause, time, stoppingToken);
    }

    private async Task<bool> LearnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.GetWorkspaceAsync(cancellationToken);
            workspace.Learn(answer.WorkspaceId, Instant.FromDateTimeOffset(time.GetUtcNow()));
            return true;
        }
        catch (CrmException e)
        {
            NotLearned(workspace.Id is null ? "webhooks wait at their sender until it does" : "what it said before holds", e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the CRM does not say which workspace is ours; {Meanwhile}")]
    private partial void NotLearned(string meanwhile, Exception e);
}
