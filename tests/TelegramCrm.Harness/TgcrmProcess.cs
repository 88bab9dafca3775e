using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TelegramCrm.Harness;

/// <summary>The built program as a process of its own. It is killed at the latest when the test is done with it.</summary>
internal sealed class TgcrmProcess : IDisposable
{
    private const int KilledExitCode = 128 + 9;
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> error = new();

    private TgcrmProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    /// <summary>All it has written so far.</summary>
    public string Said => string.Join('\n', [.. output, .. error]);

    public static TgcrmProcess Start(string folder, IReadOnlyDictionary<string, string> variables, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tgcrm.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return new(new Process { StartInfo = start });
    }

    /// <summary>Waits for something that is to be seen from outside; fails at once when the process ends before.</summary>
    /// <exception cref="BrokenPromiseException">It ended before.</exception>
    public async Task UntilAsync(Func<bool> isSeen)
    {
        if (!await WasSeenAsync(isSeen)) throw new BrokenPromiseException($"it ended with {process.ExitCode} before its time: {Said}");
    }

    /// <summary>Waits for something that is to be seen from outside, or for its end.</summary>
    /// <returns>Whether it was seen.</returns>
    public async Task<bool> WasSeenAsync(Func<bool> isSeen)
    {
        var seen = false;
        await Wait.UntilAsync(() => (seen = isSeen()) || process.HasExited);
        return seen || isSeen();
    }

    /// <summary>Waits for a line on stdout.</summary>
    public async Task<Match> LineAsync(string pattern)
    {
        Match? Find() => output.Select(line => Regex.Match(line, pattern, RegexOptions.None, TimeSpan.FromSeconds(1))).FirstOrDefault(match => match.Success);
        await UntilAsync(() => Find() is not null);
        return Find()!;
    }

    /// <summary>Asks it to end, as an init system does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{Id}"])) await kill.WaitForExitAsync();
        return await EndAsync();
    }

    /// <summary>Ends it as a power cut does: kill -9.</summary>
    /// <returns>Whether that ended it; otherwise it had come to its own end just before.</returns>
    public async Task<bool> KillAsync()
    {
        process.Kill();
        return await EndAsync() == KilledExitCode;
    }

    /// <summary>Waits for its end, and for all that it wrote.</summary>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Wait.Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
