using System.Diagnostics;
using System.Text.Json;

namespace TelegramCrm.Benchmarks;

/// <summary>
/// The first full sync of a workspace over HTTP. The floor fetches the same pages with one curl process to disk and makes
/// tables of them with DuckDB's read_json: no cursor, no versions, no quarantine, nothing that survives a crash.
/// </summary>
internal static class FirstSync
{
    public static async Task<int> RunAsync(int tickets, int rounds)
    {
        using var sandbox = Start("part", "sandbox", $"{tickets}");
        var serving = JsonSerializer.Deserialize<Serving>((await sandbox.StandardOutput.ReadLineAsync())!)!;
        try
        {
            Console.WriteLine($"first full sync of {tickets:N0} tickets, {rounds} rounds, {Environment.ProcessorCount} processors");
            var ratios = new List<double>();
            for (var round = 1; round <= rounds; round++)
            {
                var floor = await MeasureAsync("floor", serving);
                var ours = await MeasureAsync("ours", serving);
                ratios.Add(ours.Seconds / floor.Seconds);
                Console.WriteLine($"round {round}: floor {floor.Seconds:0.00} s ({floor.Detail}), ours {ours.Seconds:0.00} s ({ours.Detail}), ratio {ratios[^1]:0.00}");
            }
            Console.WriteLine($"median ratio {ratios.Order().ElementAt(rounds / 2):0.00}");
            return 0;
        }
        finally
        {
            sandbox.Kill();
        }
    }

    private static async Task<Measured> MeasureAsync(string part, Serving serving)
    {
        using var process = Start("part", part, serving.Address, serving.ApiKey, serving.SecretToken);
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Measured>(line)!
            : throw new InvalidOperationException($"{part} ended with {process.ExitCode}");
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
}
