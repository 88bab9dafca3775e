using System.CommandLine;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Cli.Commands;

/// <summary>Options whose value is a local date.</summary>
internal static class DayOption
{
    /// <summary>Makes one that refuses what is no date.</summary>
    public static Option<string?> Named(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "DAY" };
        option.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { } text && !LocalDatePattern.Iso.Parse(text).Success)
                given.AddError($"{name}: \"{text}\" is no day; write it as 2026-03-01.");
        });
        return option;
    }

    /// <summary>The date that was given, after the option has checked it; null when none was.</summary>
    public static LocalDate? Parse(string? given) => given is null ? null : LocalDatePattern.Iso.Parse(given).Value;
}
