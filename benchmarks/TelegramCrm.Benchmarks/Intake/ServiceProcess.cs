using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TelegramCrm.Benchmarks.Intake;

/// <summary>The built <c>tgcrm serve</c> in a process and a folder of its own, beside a sandbox CRM.</summary>
internal sealed partial class ServiceProcess : IDisposable
{
    private const string Secret = "the secret of the benchmark";

    private readonly string folder;
    private readonly Serving crm;
    private readonly Process service;

    private ServiceProcess(string folder, Serving crm)
    {
        (this.folder, this.crm) = (folder, crm);
        service = Start("serve", "--quiet");
    }

    public Uri Address { get; private set; } = null!;

    public static async Task<ServiceProcess> StartAsync(Serving crm)
    {
        var home = Directory.CreateTempSubdirectory("tgcrm-intake-").FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "sync.config.json"), $$"""
            {
              "source": { "baseUrl": "{{crm.Address}}", "apiKey": "${ENV:KEY}", "secretToken": "${ENV:TOKEN}", "pageSize": 500 },
              "webhooks": { "listen": "http://127.0.0.1:0", "secrets": ["${ENV:HOOK}"] },
              "schedules": { "sync": "0 0 29 2 *" },
            }
            """);
        var served = new ServiceProcess(home, crm);
        while (await served.service.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                served.Address = new Uri(match.Groups["address"].Value);
                return served;
            }
        }
        throw new InvalidOperationException("the service did not start");
    }

    /// <summary>A first sync in the same process, until its end.</summary>
    /// <returns>How long it took.</returns>
    public async Task<double> SyncAsync()
    {
        var clock = Stopwatch.StartNew();
        using var sync = Start("sync", "--quiet");
        await sync.StandardOutput.ReadToEndAsync();
        await sync.WaitForExitAsync();
        return sync.ExitCode == 0 ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"the sync ended with {sync.ExitCode}");
    }

    /// <summary>Sends deliveries from a process of its own.</summary>
    /// <param name="kind"><c>flood</c> or <c>trickle</c>.</param>
    /// <param name="arguments">What that part takes after address and secret.</param>
    public Process Load(string kind, params string[] arguments) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["part", kind, Address.ToString(), Secret, .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false })!;

    public (double ProcessorSeconds, long PeakMegabytes) Used
    {
        get
        {
            service.Refresh();
            return (service.TotalProcessorTime.TotalSeconds, service.PeakWorkingSet64 >> 20);
        }
    }

    public void Dispose()
    {
        service.Kill();
        service.WaitForExit();
        service.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tgcrm.dll"), .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder };
        (start.Environment["KEY"], start.Environment["TOKEN"], start.Environment["HOOK"]) = (crm.ApiKey, crm.SecretToken, Secret);
        return Process.Start(start)!;
    }

    [GeneratedRegex("^webhooks are taken at (?<address>.+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Listening();
}
