using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Alerts;

/// <summary>Watches over the inbox for as long as the service runs: it holds figures against their bounds, tells what exceeds one, and logs a line a minute.</summary>
public sealed partial class InboxWatch : BackgroundService
{
    /// <summary>The fewest requests, or versions, of which a share is judged.</summary>
    public const int Fewest = 20;

    private const int LooksBetweenLines = 6;

    private readonly Func<Instant, InboxFigures> take;
    private readonly IReadOnlyList<(WatchedBound Bound, Func<InboxFigures, double?> Figure, bool IsOfThisNode)> bounds;
    private readonly IReadOnlyList<IAlertChannel> channels;
    private readonly WorkLease lease;
    private readonly TimeProvider time;
    private readonly ILogger<InboxWatch> log;
    private readonly Meter meter = new(InboxMeter.Name);
    private volatile InboxFigures? latest;

    /// <summary>Sets the bounds up.</summary>
    /// <param name="take">Takes the figures.</param>
    /// <param name="wanted">The bounds.</param>
    /// <param name="channels">Who tells of alerts, each of all of them.</param>
    /// <param name="lease">Whether this node watches what all nodes share; what only it sees it watches in any case.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told the figures, and what went wrong.</param>
    public InboxWatch(Func<Instant, InboxFigures> take, InboxAlertConfiguration wanted, IEnumerable<IAlertChannel> channels, WorkLease lease, TimeProvider time, ILogger<InboxWatch> log)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        (this.take, this.lease, this.time, this.log, this.channels) = (take, lease, time, log, [.. channels]);
        bounds =
        [
            (new("inbox.depth", wanted.Depth, value => $"{Number(value)} deliveries wait to be applied", "look in the log why they are not applied, or whether more come than this machine can apply"), figures => figures.Waiting, false),
            (new("inbox.oldest_age", wanted.OldestAge.TotalSeconds, value => $"the oldest delivery has waited for {Number(value)} s", "look in the log why deliveries are not applied"), figures => figures.OldestWait.TotalSeconds, false),
            (new("inbox.refused_share", wanted.RefusedShare, value => $"{Share(value)} of the requests are refused", "`tgcrm status` says for which reasons: a secret that was replaced on one side only, or somebody else"),
                figures => figures.Flow.Requests >= Fewest ? figures.Flow.RefusedShare : 0, true),
            (new("inbox.dead_letters", wanted.DeadLetters, value => $"{Number(value)} deliveries can't be applied", "`tgcrm inbox list` says why"), figures => figures.Dead, false),
            (new("inbox.missed_share", wanted.MissedShare, value => $"{Share(value)} of the changes came without a webhook", "`tgcrm inbox subscriptions` says whether the CRM still sends; polling has brought them"),
                figures => figures.Missed.Announced + figures.Missed.Missed >= Fewest ? figures.Missed.Share : 0, false),
        ];
        meter.CreateObservableUpDownCounter("tgcrm.inbox.waiting", () => latest?.Waiting ?? 0, "{delivery}", "Deliveries that wait to be applied.");
        meter.CreateObservableGauge("tgcrm.inbox.oldest_age", () => latest?.OldestWait.TotalSeconds ?? 0, "s", "How long the delivery at the head of the line has waited.");
        meter.CreateObservableUpDownCounter("tgcrm.inbox.dead_letters", () => latest?.Dead ?? 0, "{delivery}", "Deliveries that can't be applied.");
    }

    /// <summary>How often it looks.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Looks once, and tells what has gone beyond its bound or come back within since the last look.</summary>
    /// <param name="cancellationToken">The service stops.</param>
    public async Task<InboxFigures> LookAsync(CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var figures = latest = take(now);
        foreach (var (bound, figure, _) in bounds.Where(watched => watched.IsOfThisNode || lease.IsHeld))
        {
            if (bound.Look(figure(figures), now) is { } alert)
                await TellAsync(alert, cancellationToken);
        }
        return figures;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Interval, time);
        for (var look = 1; await ticks.WaitForNextTickAsync(stoppingToken); look++)
        {
            try
            {
                var figures = await LookAsync(stoppingToken);
                if (look % LooksBetweenLines == 0 && (figures.Flow.Requests > 0 || figures.Waiting > 0))
                    Tell(figures);
            }
#pragma warning disable CA1031 // Whatever went wrong, the next look tries again.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(e);
            }
        }
    }

    private async Task TellAsync(ServiceAlert alert, CancellationToken cancellationToken)
    {
        foreach (var channel in channels)
        {
            try
            {
                await channel.TellAsync(alert, cancellationToken);
            }
#pragma warning disable CA1031 // The other channels are all the more needed.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                NotTold(alert.Name, e);
            }
        }
    }

    private void Tell(InboxFigures figures)
    {
        var standing = InWords(figures);
        Stand(standing);
    }

    private static string InWords(InboxFigures figures)
    {
        var flow = figures.Flow;
        var refused = flow.Refused.Count == 0 ? "none refused" : $"refused {string.Join(", ", flow.Refused.Select(pair => $"{pair.Value} {pair.Key}"))}";
        var latency = flow.ApplyP95Seconds is { } p95 ? string.Create(CultureInfo.InvariantCulture, $", 95 % within {p95} s") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{figures.Waiting} wait, the oldest {figures.OldestWait.TotalSeconds:0.0} s; in {flow.InPerSecond:0.0}/s, out {flow.OutPerSecond:0.0}/s{latency}; {refused}; {figures.Dead} dead letters");
    }

    private static string Number(double value) => Math.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("P0", CultureInfo.InvariantCulture);

    [LoggerMessage(Level = LogLevel.Information, Message = "inbox: {Standing}")]
    private partial void Stand(string standing);

    [LoggerMessage(Level = LogLevel.Error, Message = "inbox: its figures could not be taken; the next look tries again")]
    private partial void Failed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "alert {Name} could not be told on one of the channels")]
    private partial void NotTold(string name, Exception e);
}
