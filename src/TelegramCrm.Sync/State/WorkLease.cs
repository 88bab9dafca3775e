using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace TelegramCrm.Sync.State;

/// <summary>
/// Makes one of several nodes the one that works: it runs the schedules and applies what webhooks bring, the others take webhooks in and wait. A node
/// that can't renew the lease knows by its own clock when it has lost it.
/// </summary>
/// <param name="leases">Where the nodes meet.</param>
/// <param name="holder">This node's name. A process that alone owns its state keeps the same one, and so need not wait for its own past.</param>
/// <param name="time">This node's clock.</param>
/// <param name="log">Told when the lease comes, goes, or can't be asked for.</param>
public sealed partial class WorkLease(Leases leases, string holder, TimeProvider time, ILogger<WorkLease> log) : BackgroundService
{
    /// <summary>What the lease is for.</summary>
    public const string Name = "work";

    /// <summary>How long it holds without being renewed; the clocks of nodes must differ by much less.</summary>
    public static Duration Length { get; } = Duration.FromSeconds(30);

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    private Instant heldUntil = Instant.MinValue;

    /// <summary>Whether this node is the one that works.</summary>
    public bool IsHeld => Now() < heldUntil;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Renew(); // what starts after this one need not wait for the first tick
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Renewal, time);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
            Renew();
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        heldUntil = Instant.MinValue;
        try
        {
            leases.Release(Name, holder);
        }
        catch (Exception e) when (e is DbException or StateUnavailableException)
        {
            Unreachable(e); // it runs out by itself
        }
    }

    private void Renew()
    {
        var before = (Held: IsHeld, Now: Now());
        try
        {
            heldUntil = leases.TryTake(Name, holder, Length) ? before.Now + Length : Instant.MinValue;
        }
        catch (Exception e) when (e is DbException or StateUnavailableException)
        {
            Unreachable(e);
        }
        if (IsHeld != before.Held)
            Changed(IsHeld ? "works now" : "stands by, another one works");
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Information, Message = "this node {Does}")]
    private partial void Changed(string does);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the state can't be reached, so this node can't say that it works")]
    private partial void Unreachable(Exception e);
}
