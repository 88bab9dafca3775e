using System.Diagnostics;

namespace TelegramCrm.Benchmarks.Dashboard;

/// <summary>
/// What it costs the service that somebody watches: loads of fifty tickets and the figures made of them, one after another over a long history, with nobody
/// watching and with ten viewers in turn. Each load is something new to show, so the dashboard paints as often as it ever does.
/// </summary>
internal static class DashboardBenchmark
{
    public static async Task<int> RunAsync(int tickets, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("tgcrm-dashboard-").FullName;
        try
        {
            foreach (var part in (string[])["history", "full"])
                await RunPartAsync("part", part, folder, $"{tickets}", "0");
            Console.WriteLine($"{tickets:N0} tickets");
            return await RunPartAsync("part", "watched", folder, $"{rounds}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunPartAsync(params string[] arguments)
    {
        using var part = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { UseShellExecute = false })!;
        await part.WaitForExitAsync();
        return part.ExitCode;
    }
}
