using System.Security.Cryptography;
using System.Text;

namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>A style sheet or script that travels inside the program and is written into each page.</summary>
/// <param name="Text">What stands between the tags.</param>
internal sealed record Asset(string Text)
{
    public static Asset Styles { get; } = Read("report.css");

    public static Asset Script { get; } = Read("report.js");

    /// <summary>As a Content-Security-Policy names it, so that the browser runs this text and no other.</summary>
    public string Hash => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";

    private static Asset Read(string name)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream($"Reports.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new Asset(reader.ReadToEnd().ReplaceLineEndings("\n")); // browsers hash it with their own line ends
    }
}
