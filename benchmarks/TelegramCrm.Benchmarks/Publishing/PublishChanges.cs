using System.Diagnostics;
using System.Text.Json;

namespace TelegramCrm.Benchmarks.Publishing;

/// <summary>
/// Publishing after a small change, against a bare DuckDB MERGE of the same rows into tables of the same shape: no Parquet, no version beside
/// the old one, nothing that a reader could open meanwhile.
/// </summary>
internal static class PublishChanges
{
    public static async Task<int> RunAsync(int tickets, int changed, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("tgcrm-publish-").FullName;
        try
        {
            await RunAsync("year", folder, $"{tickets}");
            var first = Parse(await RunAsync("publish", folder));
            Console.WriteLine($"{tickets:N0} tickets, first publication: {first.Seconds:0.00} s ({first.Detail}); then {changed:N0} change at a time, {Environment.ProcessorCount} processors");
            var ratios = new List<double>();
            for (var round = 1; round <= rounds; round++)
            {
                await RunAsync("change", folder, $"{changed}", $"{round}");
                var floor = Parse(await RunAsync("merge", folder));
                var ours = Parse(await RunAsync("publish", folder));
                ratios.Add(ours.Seconds / floor.Seconds);
                Console.WriteLine($"round {round}: floor {floor.Seconds:0.00} s ({floor.Detail}), ours {ours.Seconds:0.00} s ({ours.Detail}), ratio {ratios[^1]:0.00}");
            }
            Console.WriteLine($"median ratio {ratios.Order().ElementAt(rounds / 2):0.00}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Measured Parse(string line) => JsonSerializer.Deserialize<Measured>(line)!;

    private static async Task<string> RunAsync(params string[] part)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["part", .. part]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{part[0]} ended with {process.ExitCode}");
    }
}
