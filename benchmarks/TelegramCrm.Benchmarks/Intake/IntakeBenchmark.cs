using System.Diagnostics;
using System.Text.Json;

namespace TelegramCrm.Benchmarks.Intake;

/// <summary>
/// How many deliveries a second the service takes in, each on the disk before it is answered, against SQLite alone; and how long an answer takes while
/// the same process reads a CRM for the first time. Service, CRM and sender are processes of their own.
/// </summary>
internal static class IntakeBenchmark
{
    private const int PerSecond = 100;

    public static async Task<int> RunAsync(int tickets, int deliveries, int senders, int rounds)
    {
        using var crm = await SandboxPart.StartAsync(tickets);
        Console.WriteLine($"{deliveries:N0} deliveries from {senders} senders at once, {rounds} rounds, {Environment.ProcessorCount} processors");
        using (var served = await ServiceProcess.StartAsync(crm.Serving))
        {
            await FloodAsync(served, "warm", 2_000, senders);
            for (var round = 1; round <= rounds; round++)
            {
                var floor = await FloorAsync(deliveries, senders);
                var before = served.Used.ProcessorSeconds;
                var ours = await FloodAsync(served, $"round{round}", deliveries, senders);
                Console.WriteLine($"round {round}: floor {deliveries / floor.Seconds:N0}/s, ours {deliveries / ours.Seconds:N0}/s (p99 {ours.P99:0.0} ms, {ours.Statuses}, "
                    + $"{served.Used.ProcessorSeconds - before:0.0} s of the service's processor time in {ours.Seconds:0.0} s), ratio {floor.Seconds / ours.Seconds:0.00}");
            }
        }
        using (var served = await ServiceProcess.StartAsync(crm.Serving))
        {
            await FloodAsync(served, "warm", 2_000, senders);
            using var trickle = served.Load("trickle", "sync", $"{PerSecond}", $"{senders}");
            var seconds = await served.SyncAsync();
            trickle.StandardInput.Close();
            var result = await ResultAsync(trickle);
            Console.WriteLine($"first sync of {tickets:N0} tickets in the same process: {seconds:0.0} s, peak {served.Used.PeakMegabytes} MB; meanwhile {result.Answers:N0} deliveries, {PerSecond} a second: "
                + $"answers p50 {result.P50:0.0} ms, p99 {result.P99:0.0} ms, longest {result.Longest:0} ms, {result.Statuses}");
        }
        return 0;
    }

    private static async Task<LoadResult> FloodAsync(ServiceProcess served, string run, int deliveries, int senders)
    {
        using var load = served.Load("flood", run, $"{deliveries}", $"{senders}");
        return await ResultAsync(load);
    }

    private static async Task<Measured> FloorAsync(int deliveries, int group)
    {
        using var floor = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["part", "intake-floor", $"{deliveries}", $"{group}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var line = await floor.StandardOutput.ReadToEndAsync();
        await floor.WaitForExitAsync();
        return JsonSerializer.Deserialize<Measured>(line)!;
    }

    private static async Task<LoadResult> ResultAsync(Process load)
    {
        var line = await load.StandardOutput.ReadToEndAsync();
        await load.WaitForExitAsync();
        return load.ExitCode == 0 ? JsonSerializer.Deserialize<LoadResult>(line)! : throw new InvalidOperationException($"the sender ended with {load.ExitCode}");
    }
}
