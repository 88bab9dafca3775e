namespace TelegramCrm.Sync.Tests.State;

/// <summary>Folders of migrations made up for one test.</summary>
internal sealed class MigrationFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("state-migrations-").FullName;

    public string Make(params (string Name, string Sql)[] files)
    {
        var made = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("n"))).FullName;
        foreach (var (name, sql) in files)
            File.WriteAllText(Path.Combine(made, $"{name}.sql"), sql);
        return made;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
