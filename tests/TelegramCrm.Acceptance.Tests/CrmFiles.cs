using System.Text.Json.Nodes;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

/// <summary>A folder of NDJSON in the API's shapes, with one thread that is longer than a ticket embeds.</summary>
internal static class CrmFiles
{
    public const int LongThread = 130;

    public static async Task WriteAsync(string folder, int tickets, TimeProvider? time = null)
    {
        await using (var crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = tickets, TimeProvider = time ?? TimeProvider.System }, CancellationToken.None))
            await crm.Truth.WriteAsync(folder, CancellationToken.None);
        var messages = Path.Combine(folder, "messages.ndjson");
        var model = JsonNode.Parse(File.ReadLines(messages).First())!;
        var at = (DateTimeOffset)model["created_at"]!;
        await File.AppendAllLinesAsync(messages, Enumerable.Range(1, LongThread).Select(number =>
        {
            (model["id"], model["created_at"]) = ($"{model["ticket_id"]}-long-{number:000}", $"{at.AddSeconds(number).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
            return model.ToJsonString();
        }));
    }

    /// <summary>How many records each file holds.</summary>
    public static Dictionary<string, long> Count(string folder) =>
        SandboxTruth.Streams.ToDictionary(stream => stream, stream => (long)File.ReadLines(Path.Combine(folder, $"{stream}.ndjson")).Count());
}
