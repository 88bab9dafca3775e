using System.CommandLine;

namespace TelegramCrm.Cli.Commands;

/// <summary>Shows the calendars as they were understood; needs neither the warehouse nor secrets.</summary>
internal sealed class CalendarCommand : Command
{
    /// <summary>Describes the command.</summary>
    public CalendarCommand() : base("calendar", "Show when calendars are open")
    {
        Add(new ListCommand());
        Add(new CalendarShowCommand());
    }

    private sealed class ListCommand() : TgcrmCommand("list", "List the calendars, and what chooses them")
    {
        public override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, CancellationToken cancellationToken)
        {
            var sections = context.LoadCalendars();
            var rows = sections.Calendars.Select(calendar => new
            {
                calendar.Name,
                zone = calendar.Versions[^1].Zone.Id,
                versions = calendar.Versions.Count,
                isDefault = calendar.Name == sections.DefaultCalendar,
                rules = sections.CalendarRules.Count(rule => rule.Calendar == calendar.Name),
            }).ToList();
            foreach (var row in rows)
                context.Output.Line($"{row.Name}: {row.zone}{(row.versions > 1 ? $", {row.versions} versions" : "")}, chosen {Chosen(row.isDefault, row.rules)}");
            if (rows.Count == 0)
                context.Output.Line("There are no calendars, so working times are NULL.");
            context.Output.Document(new { calendars = rows });
            return Task.FromResult(ExitCode.Done);
        }

        private static string Chosen(bool isDefault, int rules) => (isDefault, rules) switch
        {
            (true, 0) => "by default",
            (true, _) => $"by default and by {Rules(rules)}",
            (false, 0) => "by nothing",
            _ => $"by {Rules(rules)}",
        };

        private static string Rules(int rules) => rules == 1 ? "1 rule" : $"{rules} rules";
    }
}
