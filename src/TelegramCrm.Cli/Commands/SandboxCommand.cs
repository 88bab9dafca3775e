using System.CommandLine;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Cli.Commands;

/// <summary>Runs the sandbox CRM alone, until it is stopped.</summary>
internal sealed class SandboxCommand : TgcrmCommand
{
    private const string ApiKeyVariable = "TGCRM_API_KEY";
    private const string SecretTokenVariable = "TGCRM_SECRET_TOKEN";

    private readonly Option<int> port = new("--port") { Description = "The loopback port; 0 takes a free one", HelpName = "P", DefaultValueFactory = _ => 8085 };
    private readonly Option<int> tickets = new("--tickets") { Description = "How many tickets to make up, without --data", HelpName = "N", DefaultValueFactory = _ => 500 };

    private readonly Option<int?> faults = new("--faults") { Description = "Answer wrongly, late or not at all now and then, as this seed mixes it; what is held stays as it is", HelpName = "SEED" };

    /// <summary>Describes the command.</summary>
    public SandboxCommand() : base("sandbox", "Run a sandbox CRM on loopback, with made-up or given tickets, until it is stopped")
    {
        Bounded(port, 0, 65_535);
        Bounded(tickets, 0, 10_000_000);
        Add(port);
        Add(tickets);
        Add(faults);
    }

    /// <inheritdoc/>
    public override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, CancellationToken cancellationToken)
    {
        await using var server = await SandboxServer.StartAsync(OptionsOf(line, context), cancellationToken);
        Introduce(server, context);
        var stopped = new TaskCompletionSource();
        await using var stop = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
        return ExitCode.Done;
    }

    private SandboxOptions OptionsOf(ParseResult line, CommandContext context) => new()
    {
        Port = line.GetValue(port),
        Tickets = line.GetValue(tickets),
        DataFolder = line.GetValue(CommonOptions.Data) is { } folder ? context.FullPath(folder) : null,
        Faults = line.GetValue(faults) is { } seed ? SandboxFaults.Mixed(seed) : SandboxFaults.None,
        TimeProvider = context.Time,
        ApiKey = context.Shell.Environment(ApiKeyVariable),
        SecretToken = context.Shell.Environment(SecretTokenVariable),
    };

    /// <summary>Prints the address and the credentials that were made up; those from the environment are the user's own, and are not shown.</summary>
    private static void Introduce(SandboxServer server, CommandContext context)
    {
        var madeUp = new Dictionary<string, string> { [ApiKeyVariable] = server.ApiKey, [SecretTokenVariable] = server.SecretToken }
            .Where(variable => context.Shell.Environment(variable.Key) is null).ToDictionary();
        context.Output.Line($"The sandbox CRM answers at {server.BaseAddress}; Ctrl-C stops it.");
        if (server.Faults != SandboxFaults.None) context.Output.Line($"It misbehaves by seed {server.Faults.Seed}: a sync that ends with 4 goes on with the next one.");
        foreach (var (name, value) in madeUp) context.Output.Line($"  export {name}={value}");
        context.Output.Line("To read it, let sync.config.json say:");
        context.Output.Line($$"""  "source": { "baseUrl": "{{server.BaseAddress}}", "apiKey": "${ENV:{{ApiKeyVariable}}}", "secretToken": "${ENV:{{SecretTokenVariable}}}" }""");
        context.Output.Document(new { baseUrl = server.BaseAddress, environment = madeUp });
    }

    private static void Bounded(Option<int> option, int least, int most) => option.Validators.Add(given =>
    {
        if (given.GetValueOrDefault<int>() < least || given.GetValueOrDefault<int>() > most) given.AddError($"{option.Name} goes from {least} to {most}.");
    });
}
