using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace TelegramCrm.Cli;

/// <summary>Prints the version of this program, also when it runs inside another process.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var version = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        parseResult.InvocationConfiguration.Output.WriteLine($"tgcrm {version}");
        return (int)ExitCode.Done;
    }
}
