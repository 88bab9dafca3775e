using System.CommandLine;
using TelegramCrm.Cli.Control;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli;

/// <summary>A command that needs the working warehouse: it opens it, or hands itself to the service that has it open.</summary>
internal abstract class InstallationCommand(string name, string description) : TgcrmCommand(name, description)
{
    /// <inheritdoc/>
    public sealed override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Shell.Installation is { } running)
            return await RunAsync(line, context, running, cancellationToken);
        Installation installation;
        try
        {
            installation = context.OpenInstallation(Name);
        }
        catch (FolderOwnedException owned) when (owned.Owner is { ControlAddress: not null } service)
        {
            return await ControlClient.RunAsync(service, context, cancellationToken);
        }
        using (installation)
            return await RunAsync(line, context, installation, cancellationToken);
    }

    /// <summary>Does the work on an open installation.</summary>
    /// <param name="line">The command line, for the values of the options.</param>
    /// <param name="context">What all commands share.</param>
    /// <param name="installation">This process's own; the caller closes it.</param>
    /// <param name="cancellationToken">Asks for a clean end.</param>
    protected abstract Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken);
}
