using System.Globalization;

namespace TelegramCrm.Sync.Publish;

/// <summary>The versions on the disk. A folder with a bare number is whole; what is being made, or was when the process died, ends in <c>.partial</c>.</summary>
internal sealed class VersionFolders(string folder)
{
    private const string PartialSuffix = ".partial";

    private string VersionsPath => Path.Combine(folder, "versions");

    private string LinkPath => Path.Combine(folder, "current");

    private string NextLinkPath => Path.Combine(folder, "current.next");

    /// <summary>The version that readers are sent to; null before the first.</summary>
    public int? Current => NumberIn(new FileInfo(LinkPath).LinkTarget);

    public string PathOf(int number) => Path.Combine(VersionsPath, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Removes what a publication that did not reach its end left behind: half versions, and whole ones that nobody was sent to.</summary>
    public void RemoveLeftovers()
    {
        Directory.CreateDirectory(VersionsPath);
        File.Delete(NextLinkPath);
        foreach (var partial in Directory.EnumerateDirectories(VersionsPath, "*" + PartialSuffix))
            Directory.Delete(partial, recursive: true);
        RemoveWhere(number => number > (Current ?? 0));
    }

    /// <summary>Makes the folder of a version that no reader can find yet.</summary>
    public string BeginDraft(int number)
    {
        var draft = PathOf(number) + PartialSuffix;
        Directory.CreateDirectory(draft);
        return draft;
    }

    /// <summary>Makes a draft, all of whose files are flushed, a version.</summary>
    public void Seal(string draft, int number)
    {
        foreach (var inner in Directory.EnumerateDirectories(draft, "*", SearchOption.AllDirectories))
            DurableFiles.FlushFolder(inner);
        DurableFiles.FlushFolder(draft);
        Directory.Move(draft, PathOf(number));
        DurableFiles.FlushFolder(VersionsPath);
    }

    /// <summary>Sends readers to a version, in one step. The link is relative, so that the whole folder can be moved.</summary>
    public void PointTo(int number)
    {
        Directory.CreateSymbolicLink(NextLinkPath, $"versions/{number.ToString(CultureInfo.InvariantCulture)}");
        DurableFiles.ReplaceLink(NextLinkPath, LinkPath);
        DurableFiles.FlushFolder(folder);
    }

    /// <summary>Removes old versions. A reader that has one open goes on reading: its files lose only their names.</summary>
    public void RemoveAllBut(int keep) => RemoveWhere(number => number <= Current - keep);

    private void RemoveWhere(Func<int, bool> condition)
    {
        foreach (var version in Directory.EnumerateDirectories(VersionsPath).Where(path => NumberIn(path) is { } number && condition(number)).ToList())
            Directory.Delete(version, recursive: true);
    }

    private static int? NumberIn(string? path) =>
        int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
