using System.Security.Cryptography;

namespace TelegramCrm.Cli.Demo;

/// <summary>The folder a demo lives in: its configuration, its secrets, its data, and what a target would receive.</summary>
/// <param name="Path">A full path.</param>
internal sealed record DemoFolder(string Path)
{
    private const string Marker = ".tgcrm-demo";

    /// <summary>The configuration that the demo writes and runs on; it works for every other command too while the sandbox is up.</summary>
    public string Configuration => In("sync.config.json");

    /// <summary>Where the reports go.</summary>
    public string Reports => In("reports");

    /// <summary>Where the file drop leaves its files.</summary>
    public string ErpInbox => In("erp-inbox");

    /// <summary>Begins afresh, unless an earlier demo's data is to be kept. A folder that no demo made is never emptied.</summary>
    /// <param name="keep">Whether to go on with what is there.</param>
    /// <exception cref="RefusedException">The folder holds something else.</exception>
    public void Prepare(bool keep)
    {
        var isOurs = File.Exists(In(Marker));
        if (Directory.Exists(Path) && !isOurs && Directory.EnumerateFileSystemEntries(Path).Any())
            throw new RefusedException(Path, "holds files that no demo wrote", "name an empty or a new folder with --dir");
        if (isOurs && !keep)
            Directory.Delete(Path, recursive: true);
        Directory.CreateDirectory(ErpInbox);
        Directory.CreateDirectory(In("secrets"));
        File.WriteAllText(In(Marker), "");
    }

    /// <summary>Keeps a secret for the configuration's <c>${FILE:…}</c>, readable by this user only.</summary>
    public void WriteSecret(string name, string value)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(In($"secrets/{name}"), options);
        file.Write(value);
    }

    /// <summary>A secret that nobody guesses.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
