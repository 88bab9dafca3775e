using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>Calendars by name: each one version of hours, or a list of dated versions.</summary>
internal sealed class CalendarsShape : Shape
{
    private readonly ListShape versions = new(typeof(CalendarVersion), new RecordShape(typeof(CalendarVersion))) { OneMayStandAlone = true, Least = 1 };

    /// <inheritdoc/>
    public override string Example => """{ "office": { "zone": "Europe/Berlin", "weekly": { "mon": "09:00-18:00" } } }""";

    /// <inheritdoc/>
    public override object? Read(LocatedJson json, FileReading reading)
    {
        if (!Is(JsonValueKind.Object, json, reading)) return null;
        var calendars = new List<CalendarConfiguration>();
        foreach (var (name, member) in json.Members)
            if (versions.Read(member, reading) is List<CalendarVersion> hours) calendars.Add(new(name, hours));
        return calendars.Count == json.Members.Count ? calendars : null;
    }

    /// <inheritdoc/>
    public override JsonObject Schema(SchemaWords words) => new() { ["type"] = "object", ["additionalProperties"] = versions.Schema(words) };
}
