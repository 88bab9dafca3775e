namespace TelegramCrm.Campaign;

/// <summary>Sees from outside whether a process has come to where it is to be killed.</summary>
/// <param name="point">Where.</param>
/// <param name="said">What it has written so far.</param>
/// <param name="requests">What it has asked so far.</param>
/// <param name="folder">Its data folder.</param>
internal sealed class KillWatch(KillPoint point, Func<string> said, Func<long> requests, DirectoryInfo folder)
{
    private long? sizeBefore;

    /// <summary>Whether it is there.</summary>
    public bool IsReached()
    {
        if (sizeBefore is null && requests() >= point.Requests && (point.Line is null || said().Contains(point.Line, StringComparison.Ordinal))) sizeBefore = Size();
        return sizeBefore is { } before && Size() - before >= point.Bytes;
    }

    private long Size()
    {
        try
        {
            return folder.Exists ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
        }
        catch (IOException)
        {
            return 0; // a file went away while it was looked at: the next look is soon
        }
    }
}
