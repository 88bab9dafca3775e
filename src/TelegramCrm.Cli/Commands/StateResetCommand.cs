using System.CommandLine;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Cli.Commands;

/// <summary>Forgets how far one stream was read.</summary>
internal sealed class StateResetCommand : InstallationCommand
{
    private readonly Argument<string?> name = new("STREAM")
    {
        Description = "Which stream is read from its beginning next time; nothing that is loaded is lost",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> option = new("--stream") { Description = "The same, as an option", HelpName = "S" };

    /// <summary>Describes the command.</summary>
    public StateResetCommand() : base("reset", "Forget how far a stream was read")
    {
        string[] known = [.. Streams.Listed.Select(stream => stream.Name)];
        name.AcceptOnlyFromAmong(known);
        option.AcceptOnlyFromAmong(known);
        Add(name);
        Add(option);
        Validators.Add(given =>
        {
            if ((given.GetResult(name) is { Tokens.Count: > 0 }) == (given.GetResult(option) is not null))
                given.AddError($"Name one stream: {string.Join(", ", known)}.");
        });
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var wanted = line.GetValue(name) ?? line.GetValue(option);
        var stream = Streams.Listed.Single(stream => stream.Name == wanted);
        using var connection = installation.Warehouse.Connect();
        await installation.Warehouse.WriteAsync(connection, () =>
        {
            Cursor.Reset(connection, stream);
            return stream;
        }, cancellationToken);
        context.Output.Line($"{stream.Name} is read from its beginning by the next sync");
        context.Output.Document(new { reset = stream.Name });
        return ExitCode.Done;
    }
}
