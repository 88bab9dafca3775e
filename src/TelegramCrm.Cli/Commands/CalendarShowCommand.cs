using System.CommandLine;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Configuration.Reading;

namespace TelegramCrm.Cli.Commands;

/// <summary>Shows the open hours of a calendar day by day.</summary>
internal sealed class CalendarShowCommand : TgcrmCommand
{
    private const int DaysByDefault = 14;
    private const int MostDays = 3_660;

    private readonly Argument<string> name = new("NAME") { Description = "Which calendar" };
    private readonly Option<string?> from = DayOption.Named("--from", "The first day, in the calendar's zone; today without it");
    private readonly Option<string?> to = DayOption.Named("--to", "The last day; 13 days after the first without it");

    /// <summary>Describes the command.</summary>
    public CalendarShowCommand() : base("show", "Show the open hours of a calendar day by day")
    {
        Add(name);
        Add(from);
        Add(to);
    }

    /// <inheritdoc/>
    public override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, CancellationToken cancellationToken)
    {
        var calendar = Find(line.GetRequiredValue(name), context);
        var (first, last) = Span(line, calendar, context.Time);
        var days = CalendarDays.Of(calendar, first, last);
        Show(calendar, days, context.Output);
        context.Output.Document(new
        {
            calendar = calendar.Name,
            from = first.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            to = last.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            days = days.Select(day => new
            {
                date = day.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                weekday = day.Date.DayOfWeek.ToString(),
                zone = day.Zone.Id,
                open = day.Open.Select(open => new
                {
                    opensAt = OffsetDateTimePattern.Rfc3339.Format(open.OpensAt),
                    closesAt = OffsetDateTimePattern.Rfc3339.Format(open.ClosesAt),
                    open.Seconds,
                    open.EndsNextDay,
                }),
                day.WorkingSeconds,
                day.Notes,
            }),
            workingSeconds = days.Sum(day => day.WorkingSeconds),
        });
        return Task.FromResult(ExitCode.Done);
    }

    private static CalendarConfiguration Find(string wanted, CommandContext context)
    {
        var calendars = context.LoadCalendars().Calendars;
        return calendars.FirstOrDefault(calendar => calendar.Name == wanted) ?? throw new RefusedException(
            "calendar", $"there is none named \"{wanted}\"", calendars.Count > 0 ? NearestText.Remedy(wanted, [.. calendars.Select(calendar => calendar.Name)]) : "describe it under \"calendars\" in the configuration");
    }

    private (LocalDate First, LocalDate Last) Span(ParseResult line, CalendarConfiguration calendar, TimeProvider time)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var holding = calendar.Versions.Last(version => version.Begins <= now || version == calendar.Versions[0]);
        var last = DayOption.Parse(line.GetValue(to));
        var first = DayOption.Parse(line.GetValue(from)) ?? now.InZone(holding.Zone).Date;
        var end = last ?? first.PlusDays(DaysByDefault - 1);
        if (end < first) throw new RefusedException("--to", $"lies before the first day, {first:uuuu-MM-dd}", "name a later day, or an earlier one with --from");
        return Period.DaysBetween(first, end) < MostDays ? (first, end) : throw new RefusedException("--to", $"lies {MostDays} or more days after the first", "ask for a shorter time");
    }

    private static void Show(CalendarConfiguration calendar, IReadOnlyList<CalendarDay> days, Output output)
    {
        output.Line($"{calendar.Name}, by the wall clock of {string.Join(", then ", days.Select(day => day.Zone.Id).Distinct(StringComparer.Ordinal))}");
        output.Line("Working time is what lies between the midnights of a date; a night shift stands where it begins.");
        output.Line();
        foreach (var day in days)
        {
            var hours = day.Open.Count == 0 ? "closed" : string.Join(", ", day.Open.Select(DayText.Of));
            output.Line($"{day.Date.DayOfWeek.ToString()[..3]} {day.Date:uuuu-MM-dd}  {DayText.Of(day.WorkingSeconds),9}  {hours}{(day.Notes.Count > 0 ? $"  ({string.Join("; ", day.Notes)})" : "")}");
        }
        output.Line();
        output.Line($"{"sum",-14}  {DayText.Of(days.Sum(day => day.WorkingSeconds)),9}");
    }
}
