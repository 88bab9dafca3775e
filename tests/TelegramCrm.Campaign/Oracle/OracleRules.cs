using System.Globalization;
using System.Text.Json.Nodes;

namespace TelegramCrm.Campaign.Oracle;

/// <summary>What the oracle knows of the configuration, read by itself.</summary>
internal sealed class OracleRules
{
    private readonly JsonNode configuration;
    private readonly Dictionary<string, OracleHours> hours;

    /// <param name="configuration">The sections of calendars, rules and policies.</param>
    /// <param name="from">The first second of all tickets.</param>
    /// <param name="until">Behind the last second that is due.</param>
    public OracleRules(JsonNode configuration, long from, long until)
    {
        this.configuration = configuration;
        hours = configuration["calendars"]!.AsObject().ToDictionary(calendar => calendar.Key, calendar => new OracleHours(calendar.Value!, from, until));
    }

    /// <summary>The configuration that is compared: four zones that change their clocks on other dates, hours over midnight, and policies of both kinds of time.</summary>
    /// <param name="queues">The CRM's queues; every third has its own calendar.</param>
    public static JsonObject Configuration(IReadOnlyList<string> queues)
    {
        var third = string.Join(", ", queues.Where((_, index) => index % 3 == 1).Select(queue => $"\"{queue}\""));
        return JsonNode.Parse($$"""
            {
              "calendars": {
                "berlin": { "zone": "Europe/Berlin", "weekly": { "mon": ["08:30-12:15", "13:00-18:00"], "tue": "09:00-17:30", "wed": "22:00-06:00", "fri": "09:00-24:00", "sat": "00:00-03:30", "sun": "01:30-02:30" }, "holidays": ["2016-03-28", "2016-05-16", "2026-04-06"] },
                "newyork": { "zone": "America/New_York", "weekly": { "mon": "09:00-17:00", "tue": "09:00-17:00", "wed": "09:00-17:00", "thu": "09:00-17:00", "fri": "09:00-17:00", "sun": "00:00-04:00" }, "holidays": ["2016-05-30"] },
                "lordhowe": { "zone": "Australia/Lord_Howe", "weekly": { "mon": "18:00-09:00", "wed": "18:00-09:00", "thu": "00:00-24:00", "sun": "01:00-03:00" } },
                "always": { "zone": "UTC", "weekly": { "mon": "00:00-24:00", "tue": "00:00-24:00", "wed": "00:00-24:00", "thu": "00:00-24:00", "fri": "00:00-24:00", "sat": "00:00-24:00", "sun": "00:00-24:00" } }
              },
              "defaultCalendar": "berlin",
              "calendarRules": [
                { "calendar": "always", "when": { "priorities": ["urgent"] } },
                { "calendar": "newyork", "when": { "queues": [{{third}}], "tiers": ["standard"] } },
                { "calendar": "lordhowe", "when": { "priorities": ["high", "low"] } }
              ],
              "slaPolicies": [
                { "name": "urgent", "when": { "priorities": ["urgent", "high"] }, "targets": { "first_response": "30m", "next_reply": "1h calendar", "resolution": "8h" }, "pauseStatuses": ["on_hold"] },
                { "name": "queue", "when": { "queues": [{{third}}] }, "targets": { "first_response": "2h calendar", "resolution": "48h calendar" }, "warningShare": 0.5 },
                { "name": "standard", "when": { "tiers": ["standard", "premium"] }, "targets": { "first_response": "4h", "next_reply": "8h", "resolution": "20h" }, "warningShare": 0.7 }
              ]
            }
            """)!.AsObject();
    }

    /// <summary>The calendar's hours.</summary>
    public OracleHours HoursOf(string calendar) => hours[calendar];

    /// <summary>The first rule that matches, else the default.</summary>
    public string CalendarOf(OracleState state) =>
        (string?)configuration["calendarRules"]!.AsArray().FirstOrDefault(rule => Matches(rule!["when"], state))?["calendar"] ?? (string)configuration["defaultCalendar"]!;

    /// <summary>The first policy that matches; null without one.</summary>
    public JsonNode? PolicyOf(OracleState state) => configuration["slaPolicies"]!.AsArray().FirstOrDefault(policy => Matches(policy!["when"], state));

    /// <summary>The target of a metric; null without one.</summary>
    public static (long Seconds, bool IsBusiness)? TargetOf(JsonNode? policy, string metric)
    {
        if ((string?)policy?["targets"]![metric] is not { } text)
            return null;
        var amount = long.Parse(text.Split(' ')[0][..^1], CultureInfo.InvariantCulture) * (text.Split(' ')[0][^1] == 'h' ? 3600 : 60);
        return (amount, !text.EndsWith("calendar", StringComparison.Ordinal));
    }

    /// <summary>The share of the target from which on it warns.</summary>
    public static decimal WarningShareOf(JsonNode policy) => (decimal?)policy["warningShare"] ?? 0.8m;

    /// <summary>Whether the policy's clocks stand still in this status.</summary>
    public bool IsPaused(OracleState state) =>
        PolicyOf(state)?["pauseStatuses"] is JsonArray statuses ? statuses.Any(status => (string)status! == state.Status) : state.Status is "pending" or "on_hold";

    private static bool Matches(JsonNode? when, OracleState state) =>
        when is null || (Names(when["queues"], state.Queue) && Names(when["priorities"], state.Priority) && Names(when["tiers"], state.Tier));

    private static bool Names(JsonNode? list, string? value) => list is not JsonArray { Count: > 0 } names || names.Any(name => (string)name! == value);
}

/// <summary>What of a ticket decides over calendar and policy, from a second on.</summary>
/// <param name="Since">The second.</param>
/// <param name="Status">The status.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Priority">The priority.</param>
/// <param name="Tier">The customer's tier.</param>
internal sealed record OracleState(long Since, string Status, string? Queue, string? Priority, string? Tier)
{
    public bool IsDone => Status is "resolved" or "closed";
}
