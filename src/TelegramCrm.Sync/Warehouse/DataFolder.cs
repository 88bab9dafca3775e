namespace TelegramCrm.Sync.Warehouse;

/// <summary>Where everything lies that one installation knows. Only its owner may read it.</summary>
/// <param name="Path">An absolute path; made when it is first used.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>The private working DuckDB file; its one owning process alone opens it.</summary>
    public string WarehouseFile => System.IO.Path.Combine(Path, "warehouse.duckdb");

    /// <summary>The SQLite file with inbox, ledger and leases.</summary>
    public string StateFile => System.IO.Path.Combine(Path, "state.db");

    /// <summary>What analysts read: versions, and <c>current</c>.</summary>
    public string Published => System.IO.Path.Combine(Path, "published");

    /// <summary>The file whose lock makes a process the owner.</summary>
    public string LockFile => System.IO.Path.Combine(Path, "owner.lock");

    /// <summary>Who the owner is, and where its control endpoint listens; only the owner's user may read it.</summary>
    public string OwnerFile => System.IO.Path.Combine(Path, "owner.json");

    /// <summary>What DuckDB spills when memory is short.</summary>
    public string Temporary => System.IO.Path.Combine(Path, "tmp");

    /// <summary>Makes the folder, closed to other users.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
