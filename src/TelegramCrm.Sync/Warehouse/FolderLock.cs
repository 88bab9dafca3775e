namespace TelegramCrm.Sync.Warehouse;

/// <summary>
/// Ownership of a data folder, held by an operating-system lock on a file of its own: a crash frees it at once, and no
/// stale pid can keep anyone out.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private readonly FileStream held;

    private FolderLock(FileStream held) => this.held = held;

    /// <summary>Takes the folder, or says who has it.</summary>
    /// <param name="folder">The data folder; made when it does not exist.</param>
    /// <param name="owner">Who takes it.</param>
    /// <exception cref="FolderOwnedException">Another process holds it.</exception>
    public static FolderLock Take(DataFolder folder, Owner owner)
    {
        folder.Create();
        FileStream file;
        try
        {
            file = new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new FolderOwnedException(folder, Owner.Read(folder));
        }
        owner.Write(folder);
        return new FolderLock(file);
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose() => held.Dispose();
}
