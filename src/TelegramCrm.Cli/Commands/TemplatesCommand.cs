using System.CommandLine;

namespace TelegramCrm.Cli.Commands;

/// <summary>Templates that are kept elsewhere as approved responses.</summary>
internal sealed class TemplatesCommand : Command
{
    /// <summary>Describes the command.</summary>
    public TemplatesCommand() : base("templates", "Keep the CRM's templates as a repository of approved responses has them") => Add(new TemplatesPropagateCommand());
}
