using System.CommandLine;

namespace TelegramCrm.Cli.Commands;

/// <summary>Shows and resets cursors.</summary>
internal sealed class StateCommand : Command
{
    /// <summary>Describes the command.</summary>
    public StateCommand() : base("state", "Show or reset how far streams were read")
    {
        Add(new StateShowCommand());
        Add(new StateResetCommand());
    }
}
