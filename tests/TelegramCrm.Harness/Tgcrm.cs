using TelegramCrm.Cli;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Harness;

/// <summary>A user with an empty folder and a terminal that isn't one: runs <c>tgcrm</c> and reads what it writes.</summary>
internal sealed class Tgcrm : IDisposable
{
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("tgcrm-acceptance-");

    public Dictionary<string, string> Variables { get; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System; // real HTTP waits for real time

    public string WorkingFile => PathOf("data/warehouse.duckdb");

    public string PublishedFile => PathOf("data/published/current/warehouse.duckdb");

    /// <summary>Writes a configuration for a sandbox, its secrets left to the environment.</summary>
    /// <param name="crm">The sandbox.</param>
    /// <param name="more">Further sections, each with a comma at its end.</param>
    /// <param name="pageSize">Records a page.</param>
    /// <param name="dashboard">What its section says; a free port without it, since services of other tests run beside.</param>
    public async Task ConfigureAsync(SandboxServer crm, string more = "", int pageSize = 100, string dashboard = """ "listen": "http://127.0.0.1:0" """)
    {
        (Variables["KEY"], Variables["TOKEN"], Variables["HOOK"]) = (crm.ApiKey, crm.SecretToken, crm.WebhookSecret);
        await File.WriteAllTextAsync(PathOf("sync.config.json"), $$"""
            {
              "source": { "baseUrl": "{{crm.BaseAddress}}", "apiKey": "${ENV:KEY}", "secretToken": "${ENV:TOKEN}", "pageSize": {{pageSize}} },
              "calendars": { "office": { "zone": "Europe/Berlin", "weekly": { "mon": "09:00-17:00", "wed": "22:00-06:00", "fri": ["09:00-12:00", "13:00-17:00"] } } },
              "defaultCalendar": "office",
              "slaPolicies": [{ "name": "all", "targets": { "first_response": "1h", "next_reply": "2h", "resolution": "24h calendar" } }],
              "dashboard": { {{dashboard}} },
              {{more}}
            }
            """);
    }

    public Task<Ended> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    public async Task<Ended> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, Shell(output, error), cancellationToken);
        return new((int)code, WithoutFolder(output), WithoutFolder(error));
    }

    /// <summary>Starts the built program, in this folder and with these variables.</summary>
    public TgcrmProcess Start(params string[] arguments) => TgcrmProcess.Start(Folder.FullName, Variables, arguments);

    public Shell Shell(TextWriter output, TextWriter error) => new()
    {
        Out = output,
        Error = error,
        IsTerminal = false,
        Environment = Variables.GetValueOrDefault,
        Folder = Folder.FullName,
        Time = Time,
    };

    public string PathOf(string file) => Path.Combine(Folder.FullName, file);

    public void Dispose() => Folder.Delete(recursive: true);

    private string WithoutFolder(StringWriter writer) => writer.ToString().Replace(Folder.FullName, "FOLDER", StringComparison.Ordinal);
}
