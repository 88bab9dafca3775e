using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TelegramCrm.Connectors.Tests.Systems;

/// <summary>A real outside system of the tests' own: started by its script beside this file, on a free loopback port, in a temporary folder that goes with it.</summary>
/// <remarks>
/// A script knows <c>install</c> (as root, idempotent), <c>installed</c> (exit 0 when nothing is missing), <c>start PORT FOLDER</c> (prints <c>KEY=value</c> lines once an API call
/// is answered; with KEEP=1 on the data that is there) and <c>stop PORT FOLDER</c> (with PURGE=1 the folder goes too).
/// </remarks>
public sealed class RealSystem : IDisposable
{
    private readonly string script;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly string folder;
    private readonly int port = FreePort();
    private Dictionary<string, string> facts = [];
    private bool isRunning;

    private RealSystem(string name, IReadOnlyDictionary<string, string> environment)
    {
        script = ScriptOf(name);
        this.environment = environment;
        folder = Path.Combine(Path.GetTempPath(), $"tgcrm-{name}-{Text(port)}");
    }

    /// <summary>What the script printed: addresses, users, passwords, ids.</summary>
    /// <param name="key">As <c>BASE_URL</c>.</param>
    public string this[string key] => facts[key];

    /// <summary>Whether a system's packages are there.</summary>
    /// <param name="name">The script's name without <c>.sh</c>.</param>
    public static bool IsInstalled(string name) => OperatingSystem.IsLinux() && Run(ScriptOf(name), ["installed"], []).ExitCode == 0;

    /// <summary>Starts a fresh system; skips the test where its packages are missing.</summary>
    /// <param name="name">The script's name without <c>.sh</c>.</param>
    /// <param name="environment">Further variables for the script.</param>
    public static RealSystem Start(string name, IReadOnlyDictionary<string, string>? environment = null)
    {
        Skip.IfNot(IsInstalled(name), $"{name} is not installed here; as root: {ScriptOf(name)} install");
        var system = new RealSystem(name, environment ?? new Dictionary<string, string>());
        system.EndWithTests();
        system.Start(keepsData: false);
        return system;
    }

    /// <summary>An outage begins.</summary>
    public void Stop()
    {
        Must("stop", new Dictionary<string, string>());
        isRunning = false;
    }

    /// <summary>An outage ends: the same system with the data it had.</summary>
    public void StartAgain() => Start(keepsData: true);

    public void Dispose()
    {
        if (!isRunning && !Directory.Exists(folder))
            return;
        Must("stop", new Dictionary<string, string> { ["PURGE"] = "1" });
        isRunning = false;
    }

    /// <summary>Somebody waits until this process is gone, however it ends, and stops the system then: a test host is given no time for that.</summary>
    private void EndWithTests()
    {
        const string guard = "exec >/dev/null 2>&1 </dev/null; tail --pid=$1 -f /dev/null; [ ! -e \"$4\" ] || PURGE=1 exec bash \"$2\" stop \"$3\" \"$4\"";
        using var started = Process.Start("setsid", ["-f", "bash", "-c", guard, "bash", Text(Environment.ProcessId), script, Text(port), folder]);
        started.WaitForExit();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Start(bool keepsData)
    {
        var printed = Must("start", keepsData ? new Dictionary<string, string> { ["KEEP"] = "1" } : []);
        facts = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        isRunning = true;
    }

    private string Must(string command, Dictionary<string, string> more)
    {
        var ended = Run(script, [command, Text(port), folder], [.. environment, .. more]);
        return ended.ExitCode == 0 ? ended.Output : throw new InvalidOperationException($"{script} {command} ended with {ended.ExitCode}: {ended.Error}");
    }

    private static (int ExitCode, string Output, string Error) Run(string script, string[] arguments, KeyValuePair<string, string>[] environment)
    {
        // The server outlives the script, so the script writes into files: a pipe would stay open as long as the server has it.
        var errors = Path.GetTempFileName();
        var output = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("bash", ["-c", "exec bash \"$@\" >\"$SCRIPT_OUTPUT\" 2>\"$SCRIPT_ERRORS\" </dev/null", "bash", script, .. arguments]);
            foreach (var (key, value) in environment)
                start.Environment[key] = value;
            start.Environment["SCRIPT_OUTPUT"] = output;
            start.Environment["SCRIPT_ERRORS"] = errors;
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return (process.ExitCode, File.ReadAllText(output), File.ReadAllText(errors));
        }
        finally
        {
            File.Delete(output);
            File.Delete(errors);
        }
    }

    private static string ScriptOf(string name) => Path.Combine(AppContext.BaseDirectory, "Systems", $"{name}.sh");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
