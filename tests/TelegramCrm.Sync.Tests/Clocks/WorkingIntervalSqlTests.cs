using System.Globalization;
using CsCheck;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Tests.Sql;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>
/// The look-ups that the SQL files do in <c>staging.working_intervals</c>, on calendars around every kind of clock change, against an oracle that
/// looks at each minute's wall clock by itself. CALENDAR_CASES=50 makes fifty times as many.
/// </summary>
public sealed class WorkingIntervalSqlTests
{
    private const int Days = 6;
    private const int Minutes = Days * 24 * 60;
    private static readonly long Factor = long.TryParse(Environment.GetEnvironmentVariable("CALENDAR_CASES"), CultureInfo.InvariantCulture, out var factor) ? factor : 1;
    private static readonly Instant AsOf = Instant.FromUtc(2026, 12, 1, 0, 0);

    /// <summary>A calendar near a change, and triples of seconds since its begin.</summary>
    private sealed record Case(CalendarConfiguration Calendar, Instant Begins, int[][] Seconds);

    private static Gen<Case> Cases =>
        from change in Gen.OneOf(RandomCalendars.ChangesByTheMinute.Where(change => change.Start.Year > 2000).ToArray())
        from calendar in RandomCalendars.Of(change.Zone, change.Start, 60)
        from seconds in Gen.Int[0, Days * 86_400].Array[3].Array[30]
        select new Case(calendar, change.Start.AtMidnight().InUtc().ToInstant() - Duration.FromHours(14), seconds);

    [Fact]
    public void Elapsed_seconds_are_those_in_which_the_wall_clock_stands_inside_the_hours_and_due_is_their_inverse() =>
        Cases.Array[60].Sample(cases =>
        {
            using var connection = SqlWarehouse.Empty();
            var calendars = cases.Select((one, index) => one.Calendar with { Name = $"c{index}" }).ToList();
            ClockTables.Write(connection, calendars, "c0", [], [], AsOf);
            Fill(connection, cases);
            Build(connection, "intermediate.ticket_slices");
            var elapsed = connection.Query<(string Id, long Seconds, long Total)>("select ticket_id, business_seconds, calendar_total from intermediate.ticket_slices").ToDictionary(row => row.Id);
            Promise(connection);
            Build(connection, "analytics.sla_events");
            var dues = connection.Query<(string Id, Instant? Due)>("select ticket_id, due_at from analytics.sla_events").ToDictionary(row => row.Id, row => row.Due);
            foreach (var (index, one) in cases.Index())
            {
                var open = CalendarOracle.Steps(calendars[index], one.Begins, Minutes + 1, Duration.FromMinutes(1));
                foreach (var (number, seconds) in one.Seconds.Select(triple => triple.Order().ToArray()).Index())
                {
                    var (ab, bc, ac) = (Id(index, number, "ab"), Id(index, number, "bc"), Id(index, number, "ac"));
                    Assert.Equal(Counted(open, seconds[0], seconds[2]), elapsed[ac].Seconds);
                    Assert.Equal(elapsed[ac].Seconds, elapsed[ab].Seconds + elapsed[bc].Seconds);
                    // What was elapsed from a to c is used up at the end of its last open second.
                    if (elapsed[ac].Seconds > 0) Assert.Equal(one.Begins + Duration.FromSeconds(LastOpen(open, seconds[2] - 1) + 1), dues[ac]);
                }
            }
        }, iter: 2 * Factor, threads: 1);

    private static void Fill(DuckDBConnection connection, Case[] cases)
    {
        connection.Execute("""
            create table intermediate.ruled_stretches (ticket_id varchar, started_second bigint, ended_second bigint, stay bigint, status varchar, queue_id varchar, priority varchar,
                calendar_id varchar, sla_policy varchar, is_paused boolean, is_done boolean)
            """);
        using (var appender = connection.CreateAppender("intermediate", "ruled_stretches"))
            Append(appender, cases);
        connection.Execute("""
            alter table intermediate.ruled_stretches add column tier varchar;
            alter table intermediate.ruled_stretches add column terms_version integer default 0;
            alter table intermediate.ruled_stretches add column reading varchar default '';
            alter table intermediate.ruled_stretches add column is_own boolean default true;
            alter table intermediate.ruled_stretches add column is_standing boolean default true
            """);
    }

    private static void Append(DuckDBAppender appender, Case[] cases)
    {
        foreach (var (index, one) in cases.Index())
        {
            var begins = one.Begins.ToUnixTimeSeconds();
            foreach (var (number, seconds) in one.Seconds.Select(triple => triple.Order().ToArray()).Index())
            {
                foreach (var (name, from, until) in new[] { ("ab", seconds[0], seconds[1]), ("bc", seconds[1], seconds[2]), ("ac", seconds[0], seconds[2]) })
                {
                    appender.CreateRow().AppendValue(Id(index, number, name)).AppendValue((long?)(begins + from)).AppendValue((long?)(begins + until)).AppendValue((long?)1).AppendValue("open")
                        .AppendNullValue().AppendNullValue().AppendValue($"c{index}").AppendNullValue().AppendValue((bool?)false).AppendValue((bool?)false).EndRow();
                }
            }
        }
    }

    /// <summary>A promise for each slice, whose target is what elapsed in it.</summary>
    private static void Promise(DuckDBConnection connection) => connection.Execute("""
        create table intermediate.sla_clocks as
        select ticket_id, 'resolution' as metric, 1 as instance, 'p' as policy, true as is_business, business_seconds as target_seconds, business_seconds * 0.5 as warning_seconds,
            0::bigint as elapsed_seconds, to_timestamp(started_second) as started_at, null::timestamptz as fulfilled_at, false as is_paused,
            {second: started_second, calendar_id: calendar_id, calendar_total: calendar_total, remaining: business_seconds} as due_from,
            {second: started_second, calendar_id: calendar_id, calendar_total: calendar_total, remaining: business_seconds} as warn_from,
            {second: started_second, calendar_id: calendar_id, calendar_total: calendar_total, remaining: business_seconds + 1} as breach_from
        from intermediate.ticket_slices
        """);

    private static void Build(DuckDBConnection connection, string relation) => connection.Execute(SqlWarehouse.Folder.Models.Single(model => model.Relation == relation).Text);

    private static long Counted(bool[] open, int from, int until)
    {
        var seconds = 0L;
        for (var minute = from / 60; minute * 60 < until; minute++)
        {
            if (open[minute]) seconds += Math.Min(until, (minute + 1) * 60) - Math.Max(from, minute * 60);
        }
        return seconds;
    }

    private static int LastOpen(bool[] open, int second)
    {
        while (!open[second / 60]) second--;
        return second;
    }

    private static string Id(int calendar, int number, string span) => string.Create(CultureInfo.InvariantCulture, $"{calendar}-{number}-{span}");
}
