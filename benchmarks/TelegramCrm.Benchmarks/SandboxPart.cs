using System.Diagnostics;
using System.Text.Json;

namespace TelegramCrm.Benchmarks;

/// <summary>A sandbox CRM in a process of its own, and the parts that are measured against it, in theirs.</summary>
internal sealed class SandboxPart : IDisposable
{
    private readonly Process process;

    private SandboxPart(Process process, Serving serving) => (this.process, Serving) = (process, serving);

    /// <summary>Where it listens.</summary>
    public Serving Serving { get; }

    /// <summary>Waits until it serves so many tickets.</summary>
    public static async Task<SandboxPart> StartAsync(int tickets)
    {
        var sandbox = Start("part", "sandbox", $"{tickets}");
        return new SandboxPart(sandbox, JsonSerializer.Deserialize<Serving>((await sandbox.StandardOutput.ReadLineAsync())!)!);
    }

    /// <summary>Runs a part and tells what it took.</summary>
    /// <param name="part">Which: <c>floor</c>, <c>ours</c>.</param>
    public async Task<Measured> MeasureAsync(string part)
    {
        using var measured = Start("part", part, Serving.Address, Serving.ApiKey, Serving.SecretToken);
        var line = await measured.StandardOutput.ReadToEndAsync();
        await measured.WaitForExitAsync();
        return measured.ExitCode == 0
            ? JsonSerializer.Deserialize<Measured>(line)!
            : throw new InvalidOperationException($"{part} ended with {measured.ExitCode}");
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
