using System.Text;

namespace TelegramCrm.Sync.Reports;

/// <summary>A text file that readers see whole: the old one until the new one is complete and on the disk.</summary>
internal static class WholeFile
{
    public static string Write(string path, string text)
    {
        var aside = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (var file = new FileStream(aside, FileMode.CreateNew))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }
            File.Move(aside, path, overwrite: true);
            return path;
        }
        finally
        {
            File.Delete(aside);
        }
    }
}
