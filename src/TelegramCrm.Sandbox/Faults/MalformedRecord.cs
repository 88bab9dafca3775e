using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Faults;

/// <summary>Records that lists give in a broken shape. Which ones, and how, hangs on their ids alone.</summary>
internal static class MalformedRecord
{
    public static bool Is(SandboxFaults faults, string stream, string id) =>
        faults.MalformedRecords > 0 && Draw.Share(faults.Seed, $"malformed {stream} {id}", 0) < faults.MalformedRecords;

    public static bool Is(SandboxFaults faults, string stream, Record record, RecordHeap heap) =>
        faults.MalformedRecords > 0 && Is(faults, stream, Encoding.UTF8.GetString(heap[record.Id]));

    /// <param name="faults">What the kind of damage is drawn from.</param>
    /// <param name="stream">The record's stream.</param>
    /// <param name="json">The record as it should be.</param>
    public static byte[] Break(SandboxFaults faults, string stream, ReadOnlySpan<byte> json)
    {
        var record = JsonNode.Parse(json)!.AsObject();
        var id = (string)record["id"]!;
        var time = stream switch { "ticket_events" => "occurred_at", "template_usages" => "applied_at", "messages" => "created_at", _ => "updated_at" };
        switch (Draw.Bits(faults.Seed, $"damage {stream} {id}", 0) % 3)
        {
            case 0:
                record.Remove("id");
                break;
            case 1:
                record[time] = "2026-13-45T25:61:00Z";
                break;
            default:
                record["id"] = new JsonObject { ["value"] = id };
                break;
        }
        return JsonSerializer.SerializeToUtf8Bytes(record, Http.JsonAnswer.Plainly);
    }
}
