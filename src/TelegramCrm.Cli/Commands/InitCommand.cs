using System.CommandLine;

namespace TelegramCrm.Cli.Commands;

/// <summary>Writes a configuration to start from, and its JSON Schema beside it.</summary>
internal sealed class InitCommand : TgcrmCommand
{
    private const string SchemaName = "sync.config.schema.json";

    private readonly Option<bool> force = new("--force") { Description = "Overwrite a configuration that is there" };

    /// <summary>Describes the command.</summary>
    public InitCommand() : base("init", "Write a commented sync.config.json to start from, and its JSON Schema beside it") => Add(force);

    /// <inheritdoc/>
    public override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, CancellationToken cancellationToken)
    {
        var configuration = context.ConfigurationPath;
        if (File.Exists(configuration) && !line.GetValue(force))
            throw new RefusedException(configuration, "is there already", "keep it, or overwrite it with --force");
        var schema = Path.Combine(Path.GetDirectoryName(configuration)!, SchemaName);
        Directory.CreateDirectory(Path.GetDirectoryName(configuration)!);
        await WriteAsync("sync.config.json", configuration, cancellationToken);
        await WriteAsync(SchemaName, schema, cancellationToken);

        context.Output.Line($"wrote {configuration}");
        context.Output.Line($"wrote {schema}");
        context.Output.Line("Set the address of your CRM in it and the secrets it names in the environment, then run `tgcrm check`.");
        context.Output.Document(new { written = new[] { configuration, schema } });
        return ExitCode.Done;
    }

    private static async Task WriteAsync(string resource, string path, CancellationToken cancellationToken)
    {
        var aside = $"{path}.{Guid.NewGuid():N}.tmp";
        await using (var content = typeof(InitCommand).Assembly.GetManifestResourceStream(resource)!)
        await using (var file = new FileStream(aside, FileMode.CreateNew))
        {
            await content.CopyToAsync(file, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        File.Move(aside, path, overwrite: true);
    }
}
