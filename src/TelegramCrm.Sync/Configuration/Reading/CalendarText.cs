namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>Cuts an iCalendar file (RFC 5545) into its events, each with its place, so that a mistake can be named where it stands.</summary>
internal static class CalendarText
{
    /// <summary>The VEVENT blocks in the order of the file; to-dos, alarms and zone definitions are left out.</summary>
    /// <param name="text">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="UnreadableTextException">It is no iCalendar file, or breaks off.</exception>
    public static IReadOnlyList<EventText> Events(string text, string name)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        if (!Array.Exists(lines, line => Is(line, "BEGIN:VCALENDAR")))
            throw new UnreadableTextException($"{name} is no iCalendar file", "name a file that begins with BEGIN:VCALENDAR, as calendar programs export it");
        var events = new List<EventText>();
        var begin = -1;
        foreach (var (number, line) in lines.Index())
        {
            if (Is(line, "BEGIN:VEVENT") && begin >= 0) throw BreaksOff(name, begin);
            if (Is(line, "BEGIN:VEVENT")) begin = number;
            if (!Is(line, "END:VEVENT") || begin < 0) continue;
            events.Add(new EventText(begin + 1, lines[begin..(number + 1)]));
            begin = -1;
        }
        return begin < 0 && Array.Exists(lines, line => Is(line, "END:VCALENDAR")) ? events : throw BreaksOff(name, begin < 0 ? lines.Length - 1 : begin);
    }

    private static UnreadableTextException BreaksOff(string name, int line) => new($"{name} breaks off: what begins on line {line + 1} has no end", "export or download the file again");

    private static bool Is(string line, string word) => line.AsSpan().Trim().Equals(word, StringComparison.OrdinalIgnoreCase);
}
