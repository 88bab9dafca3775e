using System.CommandLine;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Propagation;

namespace TelegramCrm.Cli.Commands;

/// <summary>Brings the CRM's templates up to the approved responses, or shows what that would change.</summary>
internal sealed class TemplatesPropagateCommand : InstallationCommand
{
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would change, text by text, and write nothing" };
    private readonly Option<string[]> overwrite = new("--overwrite") { Description = "Write over this template although somebody edited or deleted it in the CRM; may be given several times", HelpName = "EXTERNAL_ID" };

    /// <summary>Describes the command.</summary>
    public TemplatesPropagateCommand() : base("propagate", "Bring the CRM's templates up to the approved responses; exit 4 when something stands between them")
    {
        Add(dryRun);
        Add(overwrite);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var templates = installation.Templates ?? throw new RefusedException("automation.templates", "is not configured, so nobody knows where approved responses are", "name their source, see docs/automation.md");
        if (line.GetValue(dryRun))
            return await PreviewAsync(templates, context.Output, cancellationToken);
        var outcome = await context.Output.WhileAsync("bringing the templates up to their source", _ => templates.RunAsync(line.GetValue(overwrite) ?? [], cancellationToken));
        TemplatesText.Show(outcome, context.Output);
        return outcome.IsComplete ? ExitCode.Done : ExitCode.PartFailed;
    }

    private static async Task<ExitCode> PreviewAsync(TemplatePropagation templates, Output output, CancellationToken cancellationToken)
    {
        PropagationPreview preview;
        try
        {
            preview = await templates.PreviewAsync(cancellationToken);
        }
        catch (Sync.Propagation.Sources.SourceUnreadableException unreadable)
        {
            output.Verdict(false, "templates", unreadable.Message);
            output.Document(new { error = unreadable.Message });
            return ExitCode.PartFailed;
        }
        TemplatesText.Show(preview, output);
        return preview.Hindrance is null && preview.Problems.Count == 0 ? ExitCode.Done : ExitCode.PartFailed;
    }
}
