using TelegramCrm.Sync.Configuration.Reading;

namespace TelegramCrm.Sync.Configuration;

/// <summary>The sections of the configuration that say who works when. They can be read alone, by someone who has no secrets.</summary>
public sealed record CalendarSections
{
    /// <summary>When teams work, by name.</summary>
    public IReadOnlyList<CalendarConfiguration> Calendars { get; init; } = [];

    /// <summary>The calendar of a ticket that no rule matches; null when there are no calendars.</summary>
    public string? DefaultCalendar { get; init; }

    /// <summary>Which calendar holds for a ticket: the first rule that matches.</summary>
    public IReadOnlyList<CalendarRule> CalendarRules { get; init; } = [];

    /// <summary>These sections of a configuration.</summary>
    public static CalendarSections Of(SyncConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new() { Calendars = configuration.Calendars, DefaultCalendar = configuration.DefaultCalendar, CalendarRules = configuration.CalendarRules };
    }

    /// <summary>Reads these sections of a file and leaves the others unread.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidConfigurationException">The file can't be read, or something is wrong in these sections.</exception>
    public static CalendarSections Load(string path)
    {
        var reading = new FileReading(Path.GetFullPath(path), _ => null);
        var sections = ConfigurationFile.ReadTree(path, reading) is { } json ? Read(json, reading) : null;
        return reading.Problems.Count == 0 ? sections! : throw new InvalidConfigurationException(reading.ProblemsOf(path));
    }

    private static CalendarSections? Read(LocatedJson json, FileReading reading)
    {
        var shape = new RecordShape(typeof(CalendarSections));
        var sections = (CalendarSections?)shape.Read(json with { Members = [.. json.Members.Where(member => shape.Knows(member.Name))] }, reading);
        if (sections is not null && reading.Problems.Count == 0)
            foreach (var (at, what, remedy) in CalendarConsistency.Broken(sections)) reading.Report(json.Find(at), what, remedy);
        return sections;
    }
}
