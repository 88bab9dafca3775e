using NodaTime;

namespace TelegramCrm.Campaign.Oracle;

/// <summary>Counts a ticket's clocks by looking at every second, or at every whole minute at once.</summary>
/// <param name="life">What happened.</param>
/// <param name="rules">Calendars and policies.</param>
/// <param name="asOf">What is taken for now.</param>
internal sealed class OracleClocks(OracleLife life, OracleRules rules, Instant asOf)
{
    private readonly List<(OracleState State, OracleHours Hours, bool IsPaused)> states =
        [.. life.States().Select(state => (state, rules.HoursOf(rules.CalendarOf(state)), rules.IsPaused(state)))];

    /// <summary>The figures, by the relation, the row and the column that show them; null where the marts have NULL.</summary>
    public IEnumerable<(string Name, string? Value)> Figures()
    {
        foreach (var (clock, end, isActive) in new[] { ("frt", life.FirstResponseAt, false), ("first_resolution", life.FirstResolvedAt, false), ("full_resolution", life.ResolvedAt, false), ("active_resolution", life.ResolvedAt, true) })
        {
            bool Counts((OracleState State, OracleHours Hours, bool IsPaused) now) => !isActive || !(now.IsPaused || now.State.IsDone);
            yield return ($"metrics.{clock}_calendar_seconds", Text(end is { } e1 ? Count(life.CreatedAt, e1, Counts, isBusiness: false) : null));
            yield return ($"metrics.{clock}_business_seconds", Text(end is { } e2 ? Count(life.CreatedAt, e2, Counts, isBusiness: true) : null));
        }
        foreach (var (clock, statuses) in new (string, string[])[] { ("requester_wait", ["new", "open", "on_hold"]), ("agent_work", ["new", "open"]), ("agent_wait", ["pending"]), ("on_hold", ["on_hold"]) })
            yield return ($"metrics.{clock}_business_seconds", Text(Count(life.CreatedAt, Last, now => statuses.Contains(now.State.Status), isBusiness: true)));
        var standing = At(Second(life.ResolvedAt ?? Last)).State;
        yield return ("metrics.calendar_id", rules.CalendarOf(standing));
        yield return ("metrics.sla_policy", (string?)rules.PolicyOf(standing)?["name"]);
        foreach (var (name, at) in new[] { ("first_response_at", life.FirstResponseAt), ("first_resolved_at", life.FirstResolvedAt), ("resolved_at", life.ResolvedAt) })
            yield return ($"metrics.{name}", Text(at?.ToUnixTimeSeconds()));
        yield return ("metrics.reopen_count", Text(life.ReopenCount));
        yield return ("metrics.reply_count", Text(life.ReplyCount));
        foreach (var figure in Replies().Concat(Promises())) yield return figure;
    }

    /// <summary>Where a clock that runs is read.</summary>
    private Instant Last => life.IsRunning ? Instant.Max(asOf, life.CreatedAt) : Instant.FromUnixTimeSeconds(states[^1].State.Since);

    private IEnumerable<(string, string?)> Replies()
    {
        foreach (var (index, (asked, ended, endedBy)) in life.Exchanges.Index())
        {
            var replied = endedBy == "reply" ? ended : null;
            yield return ($"replies.{index + 1}.asked_at", Text(Second(asked)));
            yield return ($"replies.{index + 1}.replied_at", Text(replied?.ToUnixTimeSeconds()));
            yield return ($"replies.{index + 1}.ended_by", endedBy);
            yield return ($"replies.{index + 1}.reply_calendar_seconds", Text(replied is { } r1 ? Count(asked, r1, now => !now.IsPaused, isBusiness: false) : null));
            yield return ($"replies.{index + 1}.reply_business_seconds", Text(replied is { } r2 ? Count(asked, r2, now => !now.IsPaused, isBusiness: true) : null));
        }
    }

    private IEnumerable<(string, string?)> Promises() =>
    [
        .. life.IsOpenedByAgent ? [] : Promise("first_response", 1, life.CreatedAt, life.FirstResponseAt, _ => true),
        .. life.Exchanges.Index().SelectMany(exchange => Promise("next_reply", exchange.Index + 1, exchange.Item.AskedAt, exchange.Item.EndedAt, now => !now.IsPaused)),
        .. Promise("resolution", 1, life.CreatedAt, life.ResolvedAt, now => !(now.IsPaused || now.State.IsDone)),
    ];

    private IEnumerable<(string, string?)> Promise(string metric, int instance, Instant started, Instant? fulfilled, Func<(OracleState State, OracleHours Hours, bool IsPaused), bool> counts)
    {
        var end = fulfilled ?? Last;
        var holding = At(Second(end));
        if (rules.PolicyOf(holding.State) is not { } policy || OracleRules.TargetOf(policy, metric) is not { } target)
            yield break;
        var elapsed = Count(started, end, counts, target.IsBusiness);
        var warning = decimal.Ceiling(target.Seconds * OracleRules.WarningShareOf(policy));
        var status = fulfilled is not null && elapsed <= target.Seconds ? "met" : elapsed > target.Seconds ? "breached" : !counts(holding) ? "paused" : elapsed >= warning ? "warning" : "running";
        var row = $"sla.{metric}.{instance}";
        yield return ($"{row}.policy", (string)policy["name"]!);
        yield return ($"{row}.target_seconds", Text(target.Seconds));
        yield return ($"{row}.started_at", Text(Second(started)));
        yield return ($"{row}.fulfilled_at", Text(fulfilled?.ToUnixTimeSeconds()));
        yield return ($"{row}.elapsed_seconds", Text(elapsed));
        yield return ($"{row}.status", status);
        yield return ($"{row}.breach_seconds", Text(status == "breached" ? elapsed - target.Seconds : null));
        yield return ($"{row}.due_at", Text(status == "paused" ? null : Due(started, end, target.Seconds, counts, target.IsBusiness)));
        yield return ($"{row}.breach_at", Text(status == "paused" ? null : Due(started, end, target.Seconds + 1, counts, target.IsBusiness)));
        yield return ($"{row}.warn_at", Text(status == "paused" && warning > elapsed ? null : Due(started, end, (long)warning, counts, target.IsBusiness)));
    }

    private long Count(Instant from, Instant until, Func<(OracleState State, OracleHours Hours, bool IsPaused), bool> counts, bool isBusiness)
    {
        var (seconds, last) = (0L, Second(until));
        for (var second = Second(from); second < last;)
        {
            var (now, step) = (At(second), StepFrom(second, last));
            if (counts(now) && (!isBusiness || now.Hours.IsOpenAt(second))) seconds += step;
            second += step;
        }
        return seconds;
    }

    /// <summary>Second by second to the first at whose end the target is used up; behind its end the clock runs on as it stood there.</summary>
    private long? Due(Instant started, Instant end, long target, Func<(OracleState State, OracleHours Hours, bool IsPaused), bool> counts, bool isBusiness)
    {
        var (used, last) = (0L, Second(end));
        for (var second = Second(started); second < states[0].Hours.Ends; second++)
        {
            var now = At(Math.Min(second, last));
            if ((second >= last || counts(now)) && (!isBusiness || now.Hours.IsOpenAt(second)) && ++used == target) return second + 1;
        }
        return null;
    }

    /// <summary>A whole minute where nothing changes within it, else a second.</summary>
    private long StepFrom(long second, long last) =>
        second % 60 == 0 && second + 60 <= last && !states.Exists(change => change.State.Since > second && change.State.Since < second + 60) ? 60 : 1;

    private (OracleState State, OracleHours Hours, bool IsPaused) At(long second)
    {
        for (var index = states.Count - 1; index > 0; index--)
        {
            if (states[index].State.Since <= second) return states[index];
        }
        return states[0];
    }

    private static long Second(Instant instant) => instant.ToUnixTimeSeconds();

    private static string? Text(long? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
