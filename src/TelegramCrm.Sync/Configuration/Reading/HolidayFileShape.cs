using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>The path of an iCalendar file, read into the events in it.</summary>
internal sealed class HolidayFileShape : Shape
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxEvents = 5_000;
    private const int MaxProblems = 10;

    /// <inheritdoc/>
    public override string Example => "\"holidays.ics\"";

    /// <inheritdoc/>
    public override object? Read(LocatedJson json, FileReading reading)
    {
        if (!Is(JsonValueKind.String, json, reading)) return null;
        try
        {
            var path = reading.FullPath(json.Text);
            var events = CalendarText.Events(TextOf(path, json.Text), json.Text);
            if (events.Count > MaxEvents) throw new UnreadableTextException($"{json.Text} has {events.Count} events", $"leave at most {MaxEvents} in it");
            return EventsOf(events, json, reading) is { } closing ? new HolidayFile(path, closing) : null;
        }
        catch (UnreadableTextException unreadable)
        {
            reading.Report(json, unreadable.What, unreadable.Remedy);
            return null;
        }
    }

    /// <inheritdoc/>
    public override JsonObject Schema(SchemaWords words) => new() { ["type"] = "string", ["minLength"] = 1 };

    private static List<ClosingEvent>? EventsOf(IReadOnlyList<EventText> events, LocatedJson json, FileReading reading)
    {
        var closing = new List<ClosingEvent>();
        var problems = 0;
        var moved = events.Where(text => text.Replaces is not null).Select(text => text.Replaces!).ToHashSet(StringComparer.Ordinal);
        foreach (var text in events)
        {
            try
            {
                closing.AddRange(EventReading.Occurrences(text, moved));
            }
            catch (UnreadableTextException unreadable)
            {
                if (++problems <= MaxProblems) reading.Report(json, $"{json.Text}, line {text.Line}: {unreadable.What}", unreadable.Remedy);
            }
        }
        if (problems > MaxProblems) reading.Report(json, $"{json.Text} has {problems - MaxProblems} more such events", "mend them alike");
        if (problems > 0) return null;
        if (closing.Count > 0) return closing;
        throw new UnreadableTextException($"{json.Text} has no event that closes anything from {HolidayFile.From.Year} on", "name a file with events that are not cancelled, or leave the key out");
    }

    private static string TextOf(string path, string written)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MaxBytes) throw new UnreadableTextException($"{written} has more than {MaxBytes / 1024 / 1024} MiB", "leave in it only the events that close");
            using var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnreadableTextException($"there is no file {path}", "put the iCalendar file there; a relative path is relative to the configuration's folder");
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException or ArgumentException and not DecoderFallbackException)
        {
            throw new UnreadableTextException($"the file {path} can't be read", "name a file that the user who runs tgcrm may read");
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableTextException($"{written} is not UTF-8", "save it in that encoding");
        }
    }
}
