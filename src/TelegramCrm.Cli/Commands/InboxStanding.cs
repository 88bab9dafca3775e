using System.Globalization;
using NodaTime;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli.Commands;

/// <summary>The inbox in <c>status</c>: what lies there, what came and went within the last hour of the service, what webhooks missed in a day.</summary>
internal sealed class InboxStanding
{
    private static readonly Duration Span = Duration.FromHours(1);

    private readonly long dead;
    private readonly Duration oldest;
    private readonly InboxFlow flow;
    private readonly long waiting;
    private readonly long wanted;
    private readonly MissedVersions missed;

    /// <summary>Looks.</summary>
    /// <param name="installation">Whose inbox.</param>
    /// <param name="missed">What webhooks missed in a day.</param>
    /// <param name="wanted">How many tickets are to be fetched, because a delivery told of them and did not bring them.</param>
    public InboxStanding(Installation installation, MissedVersions missed, long wanted)
    {
        var now = Instant.FromDateTimeOffset(installation.Time.GetUtcNow());
        (waiting, oldest, dead, flow, this.missed, this.wanted) = (installation.Inbox.Waiting, installation.Inbox.OldestWait(now), installation.Inbox.Dead, installation.Inbox.Traffic.Over(Span, now), missed, wanted);
    }

    /// <summary>For people; without what never happened.</summary>
    public IEnumerable<string> Lines()
    {
        yield return Text($"inbox: {waiting:N0} wait{(waiting > 0 ? Text($", the oldest {oldest.TotalSeconds:N0} s") : "")}, {dead:N0} dead letters");
        if (wanted > 0)
            yield return Text($"{wanted:N0} tickets that deliveries told of are to be fetched");
        if (flow.Requests > 0 || flow.Applied > 0)
        {
            yield return Text($"webhooks, last hour: {flow.Stored:N0} in ({flow.InPerSecond:0.0}/s), {flow.Repeated:N0} repeated, {flow.Applied:N0} applied ({flow.OutPerSecond:0.0}/s")
                + (flow.ApplyP95Seconds is { } p95 ? Text($", 95 % within {p95} s)") : ")")
                + (flow.DeliverySuccess is { } success ? Text($"; {success:P1} of genuine deliveries accepted") : "");
        }
        if (flow.Refused.Count > 0)
            yield return $"refused, last hour: {string.Join(", ", flow.Refused.OrderByDescending(pair => pair.Value).Select(pair => Text($"{pair.Value:N0} {pair.Key}")))}";
        if (missed.Share is { } share)
            yield return Text($"webhooks, last day: {missed.Announced:N0} changes told, {missed.Missed:N0} missed and found by polling ({share:P1})");
    }

    /// <summary>For programs.</summary>
    public object Document() => new
    {
        waiting,
        oldestSeconds = oldest.TotalSeconds,
        deadLetters = dead,
        ticketsToFetch = wanted,
        lastHour = new
        {
            spanSeconds = flow.Span.TotalSeconds,
            flow.Stored,
            flow.Repeated,
            flow.Refused,
            flow.Applied,
            flow.Dead,
            flow.InPerSecond,
            flow.OutPerSecond,
            flow.ApplyP50Seconds,
            flow.ApplyP95Seconds,
            flow.DeliverySuccess,
            flow.RefusedShare,
        },
        lastDay = new { missed.Announced, missed.Missed },
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
