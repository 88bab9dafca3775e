using System.CommandLine;
using TelegramCrm.Cli.Demo;

namespace TelegramCrm.Cli.Commands;

/// <summary>Shows the main job on an embedded sandbox; nothing to set up.</summary>
internal sealed class DemoCommand : TgcrmCommand
{
    private readonly Option<string> folder = new("--dir") { Description = "Where the demo lives", HelpName = "DIR", DefaultValueFactory = _ => "demo" };
    private readonly Option<bool> keep = new("--keep") { Description = "Go on with what an earlier demo left there, instead of beginning afresh" };

    /// <summary>Describes the command.</summary>
    public DemoCommand() : base("demo", "Sync a sandbox CRM, take webhooks, compute, publish, report and push, with nothing to set up")
    {
        Add(folder);
        Add(keep);
    }

    /// <inheritdoc/>
    public override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, CancellationToken cancellationToken)
    {
        var demo = new DemoFolder(context.FullPath(line.GetRequiredValue(folder)));
        demo.Prepare(line.GetValue(keep));
        using var own = context.With(demo.Configuration);
        var outcome = await new DemoRun(demo, own).RunAsync(cancellationToken);
        DemoFigures.Show(own.Folder.Published, context.Output, cancellationToken);
        ShowPlaces(demo, own, context.Output);
        context.Output.Document(new
        {
            outcome.Tickets,
            outcome.Webhooks,
            runs = new[] { RunSummary.Document(outcome.First), RunSummary.Document(outcome.Second) },
            places = new { demo.Configuration, demo.Reports, demo.ErpInbox, own.Folder.Published },
        });
        return outcome.IsWhole ? ExitCode.Done : ExitCode.PartFailed;
    }

    private static void ShowPlaces(DemoFolder demo, CommandContext own, Output output)
    {
        output.Line("Where everything lies:");
        output.Line($"  reports         {Path.Combine(demo.Reports, "service-levels.html")}, template-usage.html and sync-health.html");
        output.Line($"  for analysts    {Path.Combine(own.Folder.Published, "current")}: warehouse.duckdb and parquet/");
        output.Line($"  for the ERP     {demo.ErpInbox}");
        output.Line($"  configuration   {demo.Configuration}");
        output.Line($"Ask it something: tgcrm query --data {own.Folder.Path} \"from analytics.sla_daily order by day desc limit 5\"");
    }
}
