using System.Text;

namespace TelegramCrm.Sync.Dashboard.Site;

/// <summary>A file that travels inside the program and is served as it is.</summary>
/// <param name="Name">Its name on the site.</param>
/// <param name="ContentType">What it is.</param>
internal sealed record SiteFile(string Name, string ContentType)
{
    public static IReadOnlyList<SiteFile> All { get; } =
        [new("dashboard.css", "text/css; charset=utf-8"), new("dashboard.js", "text/javascript; charset=utf-8"), new("dashboard.svg", "image/svg+xml")];

    public string Text { get; } = Read(Name);

    private static string Read(string name)
    {
        using var stream = typeof(SiteFile).Assembly.GetManifestResourceStream($"Dashboard.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
