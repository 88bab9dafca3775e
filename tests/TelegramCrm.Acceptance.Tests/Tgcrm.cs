using TelegramCrm.Cli;

namespace TelegramCrm.Acceptance.Tests;

/// <summary>A user with an empty folder and a terminal that isn't one: runs <c>tgcrm</c> and reads what it writes.</summary>
internal sealed class Tgcrm : IDisposable
{
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("tgcrm-acceptance-");

    public Dictionary<string, string> Variables { get; } = [];

    public Task<Ended> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    public async Task<Ended> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, Shell(output, error), cancellationToken);
        return new((int)code, WithoutFolder(output), WithoutFolder(error));
    }

    public Shell Shell(TextWriter output, TextWriter error) => new()
    {
        Out = output,
        Error = error,
        IsTerminal = false,
        Environment = Variables.GetValueOrDefault,
        Folder = Folder.FullName,
        Time = TimeProvider.System, // real HTTP waits for real time
    };

    public string PathOf(string file) => Path.Combine(Folder.FullName, file);

    public void Dispose() => Folder.Delete(recursive: true);

    private string WithoutFolder(StringWriter writer) => writer.ToString().Replace(Folder.FullName, "FOLDER", StringComparison.Ordinal);
}

internal sealed record Ended(int ExitCode, string Output, string Error);
