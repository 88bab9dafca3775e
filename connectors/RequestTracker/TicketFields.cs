using System.Text;
using System.Text.Json;

namespace TelegramCrm.Connectors.RequestTracker;

/// <summary>The mapped fields of a ticket: what may be given, and how Request Tracker is told.</summary>
internal static class TicketFields
{
    public const string Subject = "subject";
    public const string Status = "status";
    public const string Owner = "owner";
    public const string Queue = "queue";
    public const string Text = "text";
    public const string Requestor = "requestor";
    public const string Nobody = "Nobody";

    private const int LongestSubject = 200; // bytes in UTF-8: 100 Cyrillic letters

    /// <summary>Those that every Request Tracker has. <see cref="Text"/> and <see cref="Requestor"/> are given when a ticket is made, and never again.</summary>
    public static IReadOnlyList<string> Own { get; } = [Subject, Status, Owner, Queue, Text, Requestor];

    /// <summary>What a ticket is to hold. What is not given here stays as it is.</summary>
    /// <exception cref="RecordRefusedException">Request Tracker would cut a value without a word.</exception>
    public static IReadOnlyDictionary<string, string> Wanted(PushRecord record, RequestTrackerSettings settings)
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in record.Fields.Where(field => field.Key is not (Text or Requestor)))
        {
            var isGiven = value.ValueKind != JsonValueKind.Null;
            if (isGiven || settings.CustomFields.ContainsKey(name) || name == Owner) // these can be empty
                wanted[name] = isGiven ? OneLine(value.ToString()) : "";
        }
        if (wanted.GetValueOrDefault(Subject) is { } subject && Encoding.UTF8.GetByteCount(subject) is > LongestSubject and var length)
            throw new RecordRefusedException(record.Key, $"the subject has {length} bytes, and Request Tracker keeps {LongestSubject} without a word", "shorten it in the model") { Field = Subject };
        return wanted;
    }

    /// <summary>The fields as a create or an update names them.</summary>
    public static Dictionary<string, object> Body(IEnumerable<KeyValuePair<string, string>> fields, RequestTrackerSettings settings)
    {
        var body = new Dictionary<string, object>(StringComparer.Ordinal);
        var custom = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (settings.CustomFields.TryGetValue(name, out var field))
                custom[field] = value;
            else
                body[char.ToUpperInvariant(name[0]) + name[1..]] = name == Owner && value.Length == 0 ? Nobody : value;
        }
        if (custom.Count > 0)
            body["CustomFields"] = custom;
        return body;
    }

    /// <summary>Fields here are single lines: Request Tracker would glue the last word of one line to the first of the next.</summary>
    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var piece in text.ReplaceLineEndings("\n"))
            line.Append(piece == '\n' ? ' ' : piece);
        return line.ToString();
    }
}
