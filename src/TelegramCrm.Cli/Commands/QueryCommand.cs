using System.CommandLine;
using TelegramCrm.Sync.Publish;

namespace TelegramCrm.Cli.Commands;

/// <summary>Asks the published snapshot; needs neither the working file nor the service.</summary>
internal sealed class QueryCommand : TgcrmCommand
{
    private readonly Argument<string> sql = new("SQL") { Description = "One statement, for instance \"from analytics.sla_daily\"" };
    private readonly Option<string> format = new("--format") { Description = "table, csv or json", DefaultValueFactory = _ => "table" };

    /// <summary>Describes the command.</summary>
    public QueryCommand() : base("query", "Read the published snapshot; works while the service runs")
    {
        format.AcceptOnlyFromAmong("table", "csv", "json");
        Add(sql);
        Add(format);
    }

    /// <inheritdoc/>
    public override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, CancellationToken cancellationToken)
    {
        using var snapshot = PublishedSnapshot.Open(context.Folder.Published);
        using var rows = snapshot.Query(line.GetRequiredValue(sql), cancellationToken);
        var wanted = context.Output.IsJson ? "json" : line.GetRequiredValue(format);
        if (wanted == "table")
            context.Output.Console.Write(RowTable.Of(rows));
        else
            RowText.Write(rows, wanted, context.Shell.Out);
        return Task.FromResult(ExitCode.Done);
    }
}
