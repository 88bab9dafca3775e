using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>What each type of .NET looks like in the file.</summary>
internal static class Shapes
{
    /// <summary>The shape of a type.</summary>
    /// <param name="type">A property's type, or that of a list's items.</param>
    /// <param name="key">The property, whose attributes narrow what may be written.</param>
    public static Shape For(Type type, PropertyInfo? key = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } given) return For(given, key);
        if (type == typeof(string)) return Text(key);
        if (type == typeof(bool)) return new FlagShape();
        if (type == typeof(int)) return Number<int>("500", key);
        if (type == typeof(long)) return Number<long>("-1001234567890", key);
        if (type == typeof(double)) return Number<double>("0.8", key);
        if (type == typeof(Duration)) return Length(key);
        if (type == typeof(Uri)) return Addresses.Shape;
        if (type == typeof(Secret)) return Secrets.Shape;
        if (type == typeof(DateTimeZone)) return Zones.Shape;
        if (type == typeof(LocalDate)) return Date;
        if (type == typeof(Schedule)) return Pattern("\"every 5m\"", Schedule.Parse);
        if (type == typeof(OpenHours)) return Pattern("\"09:00-18:00\"", text => HoursText.Parse(text), HoursText.Pattern);
        if (type == typeof(ClosedHours)) return Pattern("\"12:00-14:00\"", text => HoursText.ParseClosed(text), HoursText.Pattern);
        if (type == typeof(HolidayFile)) return new HolidayFileShape();
        if (type == typeof(IsoDayOfWeek)) return Weekday;
        if (type == typeof(IPNetwork)) return Pattern("\"203.0.113.0/24\"", text => Networks.Parse(text));
        if (type == typeof(ConnectorSettings)) return new SettingsShape();
        if (type == typeof(IReadOnlyList<CalendarConfiguration>)) return new CalendarsShape();
        if (type == typeof(IReadOnlyList<SlaTarget>)) return new TargetsShape();
        if (type.IsEnum) return OneOf(Enum.GetNames(type).Select(RecordKey.NameOf), text => Enum.Parse(type, text, ignoreCase: true));
        if (type.IsGenericType) return Collection(type, type.GetGenericArguments(), key);
        return new RecordShape(type);
    }

    /// <summary>One of a few texts.</summary>
    public static Shape OneOf(params string[] known) => OneOf(known, text => text);

    private static Shape Date { get; } = Pattern("\"2026-12-24\"", text =>
        LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : throw new UnreadableTextException($"\"{text}\" is no date", "write year, month and day: \"2026-12-24\""),
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");

    private static Shape Weekday { get; } =
        OneOf(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], text => Enum.GetValues<IsoDayOfWeek>().Single(day => day.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase)));

    private static Shape Collection(Type type, Type[] arguments, PropertyInfo? key)
    {
        if (arguments is [var keyType, var valueType]) return new MapShape(For(keyType), keyType, For(valueType), valueType);
        var items = new ListShape(arguments[0], For(arguments[0], key))
        {
            OneMayStandAlone = arguments[0] == typeof(OpenHours) || arguments[0] == typeof(ClosedHours) || arguments[0] == typeof(HolidayFile),
            Least = key?.GetCustomAttribute<MinLengthAttribute>()?.Length ?? 0,
        };
        return type.GetGenericTypeDefinition() == typeof(IReadOnlySet<>) ? new SetShape(arguments[0], items) : items;
    }

    private static Shape Text(PropertyInfo? key)
    {
        if (key?.GetCustomAttribute<OneOfAttribute>() is { } some) return OneOf([.. some.Known]);
        var written = key?.GetCustomAttribute<WrittenAttribute>();
        var isPath = key?.IsDefined(typeof(FilePathAttribute)) ?? false;
        return new ScalarShape(JsonValueKind.String, $"\"{written?.Example ?? "…"}\"", Parse, written is null ? new() { ["minLength"] = 1 } : new() { ["pattern"] = written.Pattern })
        {
            DependsOnFile = isPath,
        };

        object Parse(string text, FileReading reading)
        {
            if (string.IsNullOrWhiteSpace(text)) throw new UnreadableTextException("is empty", "write something or leave the key out");
            if (written is not null && !Regex.IsMatch(text, written.Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
                throw new UnreadableTextException($"\"{text}\" is not {written.Meaning}", $"write something like \"{written.Example}\"");
            return isPath ? reading.FullPath(text) : text;
        }
    }

    private static ScalarShape Number<T>(string example, PropertyInfo? key) where T : struct, IParsable<T>, IComparable<T>
    {
        var within = key?.GetCustomAttribute<WithinAttribute>();
        var schema = new JsonObject();
        if (typeof(T) != typeof(double)) schema["type"] = "integer";
        if (within is not null) (schema["minimum"], schema["maximum"]) = (JsonValue.Create(Bound(within.Least)), JsonValue.Create(Bound(within.Most)));
        if (within is not null) example = $"{within.Least}";
        return new(JsonValueKind.Number, example, (text, _) => Parse(text), schema) { Writer = number => JsonValue.Create((T)number) };

        object Parse(string text)
        {
            if (!T.TryParse(text, CultureInfo.InvariantCulture, out var number)) throw new UnreadableTextException($"{text} is no {(typeof(T) == typeof(double) ? "" : "whole ")}number, or too large a one", $"write {example}");
            return within is null ? number : Inside(number, Bound(within.Least), Bound(within.Most), bound => $"{bound}");
        }

        T Bound(object bound) => (T)Convert.ChangeType(bound, typeof(T), CultureInfo.InvariantCulture);
    }

    private static ScalarShape Length(PropertyInfo? key)
    {
        var within = key?.GetCustomAttribute<WithinAttribute>();
        return new(JsonValueKind.String, "\"5m\"", (text, _) => Parse(text), new() { ["pattern"] = DurationText.Pattern })
        {
            Writer = duration => JsonValue.Create(DurationText.Format((Duration)duration)),
        };

        object Parse(string text)
        {
            var duration = DurationText.Parse(text);
            return within is null ? duration : Inside(duration, DurationText.Parse((string)within.Least), DurationText.Parse((string)within.Most), DurationText.Format);
        }
    }

    private static T Inside<T>(T value, T least, T most, Func<T, string> write) where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? value
            : throw new UnreadableTextException($"{write(value)} is out of bounds", $"write a value from {write(least)} to {write(most)}");

    private static ScalarShape OneOf(IEnumerable<string> some, Func<string, object> parse)
    {
        var known = some.ToList();
        return new(JsonValueKind.String, $"\"{known[0]}\"",
            (text, _) => known.Contains(text) ? parse(text) : throw new UnreadableTextException($"\"{text}\" is not known here", NearestText.Remedy(text, known)),
            new() { ["enum"] = new JsonArray([.. known.Select(text => (JsonNode)text)]) })
        {
            Writer = value => RecordKey.NameOf(value.ToString()!),
        };
    }

    private static ScalarShape Pattern(string example, Func<string, object> parse, string? pattern = null) =>
        new(JsonValueKind.String, example, (text, _) => parse(text), pattern is null ? [] : new() { ["pattern"] = pattern });
}
