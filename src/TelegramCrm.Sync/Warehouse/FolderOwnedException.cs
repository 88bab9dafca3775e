namespace TelegramCrm.Sync.Warehouse;

/// <summary>Another process holds the data folder.</summary>
/// <param name="folder">The folder that was asked for.</param>
/// <param name="owner">Who holds it; null when that could not be read.</param>
public sealed class FolderOwnedException(DataFolder folder, Owner? owner) : Exception(
    $"{folder.Path}: in use by {owner?.ToString() ?? "another process"}; wait for it or stop it. " +
    $"To read, use 'tgcrm query' or open {System.IO.Path.Combine(folder.Published, "current")}: neither needs the working file")
{
    /// <summary>Who holds the folder; null when that could not be read.</summary>
    public Owner? Owner { get; } = owner;
}
