using System.Text.Json.Nodes;

namespace TelegramCrm.Harness;

/// <summary>What a command left behind.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    /// <summary>What it wrote with <c>--json</c>.</summary>
    public JsonNode Document => JsonNode.Parse(Output)!;

    /// <summary>Of a run's document: how many rows its streams wrote.</summary>
    public long Loaded => Document["streams"]!.AsArray().Sum(stream => (long)stream!["loaded"]!);

    /// <summary>Passes when the command ended well, and shows what it said when it didn't.</summary>
    /// <exception cref="BrokenPromiseException">It didn't.</exception>
    public Ended Well() => ExitCode == 0 ? this : throw new BrokenPromiseException($"exit {ExitCode}\n{Output}\n{Error}");
}
