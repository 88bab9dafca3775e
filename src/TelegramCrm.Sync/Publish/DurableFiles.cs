using System.ComponentModel;
using System.Runtime.InteropServices;

namespace TelegramCrm.Sync.Publish;

/// <summary>What a swap that survives a power cut needs and .NET has no call for.</summary>
internal static partial class DurableFiles
{
    /// <summary>Gives a file a second name; copies it where the file system has no hard links.</summary>
    public static void Link(string existing, string path)
    {
        if (!OperatingSystem.IsWindows() && HardLink(existing, path) == 0)
            return;
        File.Copy(existing, path);
        Flush(path);
    }

    /// <summary>Renames a link over another in one step.</summary>
    public static void ReplaceLink(string source, string target)
    {
        if (!OperatingSystem.IsWindows())
        {
            ThrowIfFailed(Rename(source, target), target);
            return;
        }
        // Windows can't replace a link to a folder in one step: a reader in between finds nothing published.
        if (Directory.Exists(target))
            Directory.Delete(target);
        Directory.Move(source, target);
    }

    /// <summary>Waits until a file's bytes are on the disk.</summary>
    public static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Waits until the names in a folder are on the disk. Windows writes them with the files.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, flags: 0);
        ThrowIfFailed(descriptor, folder);
        var flushed = Flush(descriptor);
        _ = Close(descriptor);
        ThrowIfFailed(flushed, folder);
    }

    private static void ThrowIfFailed(int result, string path)
    {
        if (result < 0)
            throw new IOException($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int HardLink(string existing, string path);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string source, string target);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
