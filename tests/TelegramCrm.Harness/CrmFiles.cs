using System.Text.Json.Nodes;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Harness;

/// <summary>A folder of NDJSON in the API's shapes, as a rule with one thread that is longer than a ticket embeds.</summary>
internal static class CrmFiles
{
    private const int LongThread = 130;

    /// <param name="folder">Made when it is not there.</param>
    /// <param name="tickets">How many.</param>
    /// <param name="time">The CRM's present; null for ours.</param>
    /// <param name="noteLength">Characters of a note in each ticket's custom fields; 0 leaves them as they are.</param>
    public static Task WriteAsync(string folder, int tickets, TimeProvider? time = null, int noteLength = 0) =>
        WriteAsync(folder, new SandboxOptions { Tickets = tickets, TimeProvider = time ?? TimeProvider.System }, noteLength);

    /// <param name="folder">Made when it is not there.</param>
    /// <param name="made">What the records are drawn from.</param>
    /// <param name="noteLength">Characters of a note in each ticket's custom fields; 0 leaves them as they are.</param>
    /// <param name="hasLongThread">Whether the first ticket gets more messages than it embeds.</param>
    public static async Task WriteAsync(string folder, SandboxOptions made, int noteLength = 0, bool hasLongThread = true)
    {
        await using (var crm = await SandboxServer.StartAsync(made, CancellationToken.None))
            await crm.Truth.WriteAsync(folder, CancellationToken.None);
        if (noteLength > 0) await AddNotesAsync(Path.Combine(folder, "tickets.ndjson"), new string('n', noteLength));
        if (hasLongThread) await AddLongThreadAsync(Path.Combine(folder, "messages.ndjson"));
    }

    /// <summary>How many records each file holds.</summary>
    public static Dictionary<string, long> Count(string folder) =>
        SandboxTruth.Streams.ToDictionary(stream => stream, stream => (long)File.ReadLines(Path.Combine(folder, $"{stream}.ndjson")).Count());

    private static async Task AddLongThreadAsync(string messages)
    {
        var model = JsonNode.Parse(File.ReadLines(messages).First())!;
        var at = (DateTimeOffset)model["created_at"]!;
        await File.AppendAllLinesAsync(messages, Enumerable.Range(1, LongThread).Select(number =>
        {
            (model["id"], model["created_at"]) = ($"{model["ticket_id"]}-long-{number:000}", $"{at.AddSeconds(number).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
            return model.ToJsonString();
        }));
    }

    private static async Task AddNotesAsync(string tickets, string note) =>
        await File.WriteAllLinesAsync(tickets, (await File.ReadAllLinesAsync(tickets)).Select(line =>
        {
            var ticket = JsonNode.Parse(line)!;
            ticket["custom_fields"] = new JsonObject { ["note"] = note };
            return ticket.ToJsonString();
        }));
}
