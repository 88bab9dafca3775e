using System.Diagnostics;
using System.Text.Json;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks.ChangedTickets;

/// <summary>
/// From changed records to marts, in a warehouse with a long history. The floor is DuckDB's MERGE of the same rows into the same tables of raw, and
/// nothing else. Each part runs in a process of its own, on a copy of the same file.
/// </summary>
internal static class ChangedTicketsBenchmark
{
    public static async Task<int> RunAsync(int tickets, int changed, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("tgcrm-changed-").FullName;
        try
        {
            var built = await MeasureAsync("history", folder, tickets, changed);
            Console.WriteLine($"{tickets:N0} tickets: written in {built.Seconds:0.0} s");
            var full = await MeasureAsync("full", folder, tickets, changed);
            Console.WriteLine($"transform --full: {full.Seconds:0.0} s ({full.Detail})");
            for (var round = 1; round <= rounds; round++)
            {
                var floor = await OnCopyAsync("merge", folder, tickets, changed);
                var ours = await OnCopyAsync("increment", folder, tickets, changed);
                Console.WriteLine($"round {round}, {changed:N0} changed: floor {floor.Seconds:0.00} s ({floor.Detail}), ours {ours.Seconds:0.00} s ({ours.Detail}), ratio {ours.Seconds / floor.Seconds:0.00}");
            }
            var refreshed = await OnCopyAsync("refresh", folder, tickets, changed);
            Console.WriteLine($"after webhooks, without sums over many tickets: {refreshed.Detail}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Measured> OnCopyAsync(string part, string folder, int tickets, int changed)
    {
        var copy = Directory.CreateDirectory(Path.Combine(folder, "copy")).FullName;
        File.Copy(new DataFolder(folder).WarehouseFile, new DataFolder(copy).WarehouseFile);
        try
        {
            return await MeasureAsync(part, copy, tickets, changed);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static async Task<Measured> MeasureAsync(string part, string folder, int tickets, int changed)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["part", part, folder, $"{tickets}", $"{changed}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var lines = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Measured>(lines)!
            : throw new InvalidOperationException($"{part} ended with {process.ExitCode}");
    }
}
