using System.CommandLine;
using System.Text;
using Spectre.Console;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Cli.Commands;

/// <summary>Looks after records that could not be loaded.</summary>
internal sealed class QuarantineCommand : Command
{
    /// <summary>Describes the command.</summary>
    public QuarantineCommand() : base("quarantine", "Look at records that could not be loaded, and load them again")
    {
        Add(new ListCommand());
        Add(new ReplayCommand());
    }

    private static Option<string?> Stream()
    {
        var option = new Option<string?>("--stream") { Description = "Only this stream", HelpName = "S" };
        option.AcceptOnlyFromAmong([.. Streams.All.Select(stream => stream.Name)]);
        return option;
    }

    private sealed class ListCommand : InstallationCommand
    {
        private readonly Option<string?> stream = Stream();
        private readonly Option<int> limit = new("--limit") { Description = "The most that are listed, the newest first", HelpName = "N", DefaultValueFactory = _ => 100 };
        private readonly Option<bool> showBytes = new("--show-bytes") { Description = "Show what the CRM sent, too; it may tell of customers" };
        private readonly Option<bool> all = new("--all") { Description = "List also those of which a readable version came later" };

        public ListCommand() : base("list", "List them, with what is wrong with each")
        {
            Add(stream);
            Add(limit);
            Add(showBytes);
            Add(all);
        }

        protected override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
        {
            var shelf = new QuarantineShelf(installation.Warehouse, installation.Time);
            var only = line.GetValue(stream);
            var (waiting, superseded) = shelf.Count(only);
            var records = shelf.List(only, line.GetValue(limit), line.GetValue(showBytes), line.GetValue(all));
            var table = new Table().Border(TableBorder.Simple).AddColumns("stream", "record", "field", "reason", "bytes", "when", "run", "");
            foreach (var record in records)
            {
                table.AddRow(new[]
                {
                    record.Stream, record.RecordId ?? "?", record.Field ?? "", record.Reason, $"{record.Size:N0}", $"{record.QuarantinedAt}", record.RunId,
                    record.SupersededAt is null ? "" : "superseded",
                }.Select(cell => PlainText.Of(cell).EscapeMarkup()).ToArray());
            }
            if (records.Count > 0)
                context.Output.Console.Write(table);
            foreach (var record in records.Where(record => record.Bytes is not null))
                context.Output.Line($"{record.Stream} {record.RecordId ?? "?"}: {Text(record)}");
            context.Output.Line($"{waiting} records in quarantine, {superseded} more of which a readable version came later");
            context.Output.Document(new
            {
                waiting,
                superseded,
                records = records.Select(record => new
                {
                    record.QuarantineId,
                    record.Stream,
                    record.RecordId,
                    record.Field,
                    record.Reason,
                    record.RunId,
                    quarantinedAt = record.QuarantinedAt.ToString(),
                    record.Size,
                    supersededAt = record.SupersededAt?.ToString(),
                    text = Text(record),
                }),
            });
            return Task.FromResult(ExitCode.Done);
        }

        private static string? Text(QuarantinedRecord record) => record.Bytes is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
    }

    private sealed class ReplayCommand : InstallationCommand
    {
        private readonly Option<string?> stream = Stream();

        public ReplayCommand() : base("replay", "Load them again: after an upgrade that understands them, or after they were mended; exit 4 when some still can't be loaded") => Add(stream);

        protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
        {
            var outcome = await new ReplayRun(installation).RunAsync(line.GetValue(stream), cancellationToken);
            context.Output.Line($"run {outcome.RunId}: {outcome.Passed:N0} records passed, {outcome.Written:N0} rows were written; {outcome.Refused:N0} still can't be loaded");
            context.Output.Document(outcome);
            return outcome.Refused == 0 ? ExitCode.Done : ExitCode.PartFailed;
        }
    }
}
