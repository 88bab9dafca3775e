using System.Text;
using System.Text.Json.Nodes;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Campaign;

/// <summary>The records that the CRM gives in a broken shape: each must stand in quarantine, as far as a list shows it.</summary>
/// <param name="crm">The CRM.</param>
/// <param name="ids">Theirs, by stream.</param>
internal sealed class BrokenRecords(SandboxServer crm, IReadOnlyDictionary<string, IReadOnlySet<string>> ids)
{
    /// <summary>Asks the CRM which they are.</summary>
    public static BrokenRecords Of(SandboxServer crm) => new(crm, SandboxTruth.Streams.ToDictionary(stream => stream, crm.Truth.MalformedIds));

    /// <summary>Whether a record must be in raw: it is whole, and does not hang on a broken ticket, inside of which it waits.</summary>
    public bool IsExpectedIn(string stream, JsonObject record) =>
        !ids[stream].Contains((string)record["id"]!) && (stream != "messages" || !ids["tickets"].Contains((string)record["ticket_id"]!));

    /// <summary>Those that are not in quarantine. Messages come inside their tickets as well, whole: they may be in raw instead.</summary>
    public IReadOnlyList<string> MissingInQuarantine(string warehouse)
    {
        using var database = Database.Open(warehouse);
        return [.. SandboxTruth.Streams.Where(stream => stream != "messages").SelectMany(stream => ids[stream].Except(Kept(database, stream)).Select(id => $"{stream}: {id} is broken, and not in quarantine"))];
    }

    private IEnumerable<string?> Kept(Database database, string stream)
    {
        var truth = crm.Truth.Records(stream).Select(record => JsonNode.Parse(record)!.AsObject()).ToDictionary(record => Mark(stream, record), record => (string)record["id"]!);
        return database.List<string>($"select hex(bytes) from ops.quarantine where stream = '{stream}'").Select(hex =>
        {
            var broken = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromHexString(hex)))!.AsObject();
            if (broken["id"] is { } id) return (string)(id is JsonObject shape ? shape["value"]! : id)!;
            return truth.GetValueOrDefault(Mark(stream, broken));
        });
    }

    /// <summary>What tells a record without an id from others, whatever has changed in it since.</summary>
    private static string Mark(string stream, JsonObject record) => stream switch
    {
        "tickets" => record["number"]!.ToJsonString(),
        "agents" => record["name"]!.ToJsonString(),
        _ => string.Join(',', record.Where(field => field.Key != "id").Select(field => $"{field.Key}:{field.Value?.ToJsonString()}")),
    };
}
