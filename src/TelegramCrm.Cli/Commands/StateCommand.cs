using System.CommandLine;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Cli.Commands;

/// <summary>Shows and resets cursors.</summary>
internal sealed class StateCommand : Command
{
    /// <summary>Describes the command.</summary>
    public StateCommand() : base("state", "Show or reset how far streams were read")
    {
        Add(new ShowCommand());
        Add(new ResetCommand());
    }

    private sealed class ShowCommand() : InstallationCommand("show", "Show each stream's cursor")
    {
        protected override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
        {
            using var connection = installation.Warehouse.Connect();
            var cursors = Streams.Listed.Select(stream => (stream.Name, Cursor: Cursor.Read(connection, stream))).ToList();
            foreach (var (name, cursor) in cursors)
                context.Output.Line($"{name}: {(cursor.Mark == HighWaterMark.None ? "never read to its end" : $"read up to {cursor.Mark.At}")}{(cursor.Open is null ? "" : ", a pass is under way")}");
            context.Output.Document(cursors.Select(row => new
            {
                stream = row.Name,
                highWaterAt = row.Cursor.Mark == HighWaterMark.None ? null : row.Cursor.Mark.At.ToString(),
                open = row.Cursor.Open is { } pass ? new { since = pass.Since?.ToString(), newestAt = pass.NewestAt?.ToString(), pass.PageToken } : null,
            }));
            return Task.FromResult(ExitCode.Done);
        }
    }

    private sealed class ResetCommand : InstallationCommand
    {
        private readonly Argument<string> name = new("STREAM") { Description = "Which stream is read from its beginning next time; nothing that is loaded is lost" };

        public ResetCommand() : base("reset", "Forget how far a stream was read")
        {
            name.AcceptOnlyFromAmong([.. Streams.Listed.Select(stream => stream.Name)]);
            Add(name);
        }

        protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
        {
            var stream = Streams.Listed.Single(stream => stream.Name == line.GetRequiredValue(name));
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
}
