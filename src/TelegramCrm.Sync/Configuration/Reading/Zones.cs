using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.TimeZones;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>Time zones, as NodaTime's TZDB knows them.</summary>
internal static class Zones
{
    /// <summary>A zone's id.</summary>
    public static Shape Shape { get; } = new ScalarShape(JsonValueKind.String, "\"Europe/Berlin\"", (text, _) => Parse(text), [])
    {
        Writer = zone => JsonValue.Create(((DateTimeZone)zone).Id),
    };

    /// <summary>The one id of all that a zone goes by, Windows' names included; null when it isn't known.</summary>
    public static string? Canonical(string id)
    {
        var source = TzdbDateTimeZoneSource.Default;
        return source.CanonicalIdMap.TryGetValue(source.WindowsToTzdbIds.TryGetValue(id, out var ofWindows) ? ofWindows : id, out var canonical) ? canonical : null;
    }

    private static DateTimeZone Parse(string id) => DateTimeZoneProviders.Tzdb.Ids.Contains(id)
        ? DateTimeZoneProviders.Tzdb[id]
        : throw new UnreadableTextException($"\"{id}\" is no time zone", Remedy(id));

    private static string Remedy(string id)
    {
        // People write "Berlin" for "Europe/Berlin", so the last part of an id is compared as well.
        var nearest = DateTimeZoneProviders.Tzdb.Ids
            .Select(known => (known, distance: Math.Min(NearestText.Distance(id, known), NearestText.Distance(id.Split('/')[^1], known.Split('/')[^1]) + (id.Contains('/', StringComparison.Ordinal) ? 1 : 0))))
            .Where(pair => pair.distance <= Math.Max(2, id.Length / 4))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.known, StringComparer.Ordinal)
            .Take(3).Select(pair => $"\"{pair.known}\"").ToList();
        return nearest.Count > 0 ? $"did you mean {string.Join(" or ", nearest)}?" : "write an IANA id such as \"Europe/Berlin\" or \"UTC\"";
    }
}
