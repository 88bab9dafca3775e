using System.Runtime.InteropServices;

namespace TelegramCrm.Connectors.FileDrop;

/// <summary>Writes a file so that its name never stands for half of it, not even after a power cut.</summary>
internal static class DurableFile
{
    /// <summary>Writes aside in the same folder, forces it to the disk, reads it back, renames it, and forces the folder's entry to the disk.</summary>
    public static void Write(string path, byte[] content)
    {
        var folder = Path.GetDirectoryName(path)!;
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.tmp"); // the next attempt at the same batch overwrites what a crash left
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        if (!File.ReadAllBytes(draft).AsSpan().SequenceEqual(content))
            throw new IOException($"{draft}: reads back otherwise than it was written; look at the disk or share it lies on");
        File.Move(draft, path, overwrite: true);
        FlushFolder(folder);
    }

    // .NET opens no folder, and without this a rename may be undone by a power cut after we have confirmed it.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return; // NTFS keeps renames in its own log
        var descriptor = Open(folder, 0);
        if (descriptor < 0)
            throw new IOException($"{folder}: can't be opened to be flushed, error {Marshal.GetLastPInvokeError()}");
        try
        {
            // EINVAL: a network share that has no such call, and flushes on its own terms.
            if (Flush(descriptor) != 0 && Marshal.GetLastPInvokeError() is var error and not 22)
                throw new IOException($"{folder}: can't be flushed to the disk, error {error}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
