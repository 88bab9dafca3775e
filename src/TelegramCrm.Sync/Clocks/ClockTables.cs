using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Clocks;

/// <summary>Puts the configured calendars and policies into the warehouse, where the SQL of the clocks reads them.</summary>
public static class ClockTables
{
    /// <summary>
    /// Makes <c>staging.calendars</c>, <c>working_intervals</c>, <c>calendar_rules</c>, <c>sla_policies</c>, <c>sla_terms</c>, <c>sla_targets</c>,
    /// <c>clock_options</c> and <c>local_offsets</c> say what the configuration says.
    /// </summary>
    /// <param name="connection">Open, migrated, and in no transaction.</param>
    /// <param name="calendars">All calendars; none is allowed, and then working times are NULL.</param>
    /// <param name="defaultCalendar">The name of the calendar of tickets that no rule matches; null when there are no calendars.</param>
    /// <param name="rules">In order: the first that matches holds.</param>
    /// <param name="policies">In order: the first that matches holds.</param>
    /// <param name="asOf">What the figures take for now; calendars are expanded far enough beyond it, see <see cref="ClockRange"/>.</param>
    /// <param name="options">How the clocks are read; null for the defaults.</param>
    /// <returns>Whether anything changed. If so, figures of tickets that did not change may be different too.</returns>
    public static bool Write(
        DuckDBConnection connection,
        IReadOnlyList<CalendarConfiguration> calendars,
        string? defaultCalendar,
        IReadOnlyList<CalendarRule> rules,
        IReadOnlyList<SlaPolicy> policies,
        Instant asOf,
        ClockConfiguration? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(calendars);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(policies);

        options ??= new();
        var zone = calendars.FirstOrDefault(calendar => calendar.Name == defaultCalendar)?.Versions[^1].Zone ?? DateTimeZone.Utc;
        var terms = policies.SelectMany(policy => TermRow.Of(policy, zone)).ToList();
        var targets = terms.SelectMany(TargetRow.Of).ToList();
        var longestTarget = targets.Select(row => row.Target).Where(target => target.BusinessTime).Select(target => target.Seconds).DefaultIfEmpty().Max();
        using var transaction = connection.BeginTransaction();
        bool[] changes =
        [
            Replace(connection, "calendars", calendars, (row, calendar) => row
                .AppendValue(calendar.Name).AppendValue((bool?)(calendar.Name == defaultCalendar)).AppendValue(calendar.Versions[^1].Zone.Id)),
            Replace(connection, "working_intervals",
                calendars.SelectMany(calendar => ClockRange.Expand(calendar, asOf, longestTarget).Select(interval => (calendar.Name, interval))),
                (row, open) => row.AppendValue(open.Name)
                    .AppendValue(open.interval.OpensAt.ToDateTimeOffset()).AppendValue(open.interval.ClosesAt.ToDateTimeOffset()).AppendValue(open.interval.SecondsBefore)),
            Replace(connection, "calendar_rules", rules.Index(), (row, rule) =>
                Append(row.AppendValue(rule.Index).AppendValue(rule.Item.Calendar), rule.Item.When)),
            Replace(connection, "sla_policies", policies.Index(), (row, policy) =>
                Append(row.AppendValue(policy.Index).AppendValue(policy.Item.Name), policy.Item.When)),
            Replace(connection, "sla_terms", terms, (row, term) => row.AppendValue(term.Policy).AppendValue(term.Version)
                .AppendValue(term.From?.ToDateTimeOffset()).AppendValue(term.Until?.ToDateTimeOffset()).AppendValue(term.Terms.PauseStatuses).AppendValue(term.Terms.WarningShare)),
            Replace(connection, "sla_targets", targets, (row, promise) => row
                .AppendValue(promise.Policy).AppendValue(promise.Version).AppendValue(promise.Target.Metric).AppendValue(promise.Position)
                .AppendValue(promise.Priorities).AppendValue(promise.Tiers).AppendValue(promise.Target.Seconds).AppendValue((bool?)promise.Target.BusinessTime)),
            Replace(connection, "clock_options", [options], (row, chosen) => row
                .AppendValue(chosen.CalendarChange).AppendValue(chosen.FirstResponse.StartsAt).AppendValue((bool?)chosen.FirstResponse.CountBots)),
            Replace(connection, "local_offsets", LocalOffsets.Of(zone, asOf), (row, offset) => row.AppendValue(offset.BeginsAt.ToDateTimeOffset()).AppendValue(offset.Seconds)),
        ];
        transaction.Commit();
        return changes.Contains(true);
    }

    /// <summary>Appends aside and compares first: equal rows stay as they are, so that readers can tell that nothing changed.</summary>
    private static bool Replace<T>(DuckDBConnection connection, string table, IEnumerable<T> items, Func<IDuckDBAppenderRow, T, IDuckDBAppenderRow> append)
    {
        connection.Execute($"create or replace temp table configured_{table} as from staging.{table} limit 0");
        using (var appender = connection.CreateAppender("temp", "main", $"configured_{table}"))
        {
            foreach (var item in items)
                append(appender.CreateRow(), item).EndRow();
        }

        var changed = connection.ExecuteScalar<bool>(
            $"""
            select exists (from configured_{table} except all from staging.{table}) or exists (from staging.{table} except all from configured_{table})
            """);
        if (changed)
            connection.Execute($"delete from staging.{table}; insert into staging.{table} from configured_{table}");
        connection.Execute($"drop table configured_{table}");
        return changed;
    }

    private static IDuckDBAppenderRow Append(IDuckDBAppenderRow row, TicketCondition condition) => row
        .AppendValue(condition.Queues).AppendValue(condition.Teams).AppendValue(condition.Tiers).AppendValue(condition.Priorities)
        .AppendValue(condition.Groups).AppendValue(condition.Tags);
}
