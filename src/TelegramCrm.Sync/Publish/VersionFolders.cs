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

    /// <summary>The newest version that makes way once there is one more; null while there are few enough.</summary>
    public int? RetiredByNext(int keep) => Numbers().Where(number => number <= Current + 1 - keep).Max(number => (int?)number);

    /// <summary>Removes a version, but for one of its files, which goes elsewhere.</summary>
    /// <returns>False when the version can't be moved, because a reader has a file of it open on a system where that matters.</returns>
    public bool TryRetire(int number, string file, string target)
    {
        var retired = PathOf(number) + PartialSuffix; // from here on it is no version: a crash leaves what the next publication removes
        try
        {
            Directory.Move(PathOf(number), retired);
            File.Move(Path.Combine(retired, file), target);
        }
        catch (IOException)
        {
            return false;
        }
        Directory.Delete(retired, recursive: true);
        return true;
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
        foreach (var number in Numbers().Where(condition))
            Directory.Delete(PathOf(number), recursive: true);
    }

    private List<int> Numbers() => [.. Directory.EnumerateDirectories(VersionsPath).Select(NumberIn).OfType<int>()];

    private static int? NumberIn(string? path) =>
        int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
