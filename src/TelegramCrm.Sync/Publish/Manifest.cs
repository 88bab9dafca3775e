using System.Text.Json;
using NodaTime;

namespace TelegramCrm.Sync.Publish;

/// <summary>What a published version holds; <c>manifest.json</c> in its folder.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="RunId">The run that made the data.</param>
/// <param name="AsOf">The instant that running clocks were read at.</param>
/// <param name="Transform">The newest transform in it; null when transforms were not numbered yet.</param>
/// <param name="Database">The read-only DuckDB file.</param>
/// <param name="Relations">The analytics relations, by name.</param>
public sealed record Manifest(
    int Version, string RunId, Instant AsOf, PublishedTransform? Transform, PublishedDatabase Database, IReadOnlyList<PublishedRelation> Relations)
{
    /// <summary>Its name in the version's folder.</summary>
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters = { new InstantJson() },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Rows of all relations together.</summary>
    internal long Rows => Relations.Sum(relation => relation.Rows);

    /// <summary>Reads the manifest of a version.</summary>
    /// <param name="versionPath">The version's folder.</param>
    /// <exception cref="IOException">There is none.</exception>
    /// <exception cref="JsonException">It is not one.</exception>
    public static Manifest Read(string versionPath)
    {
        using var file = File.OpenRead(Path.Combine(versionPath, FileName));
        return Read(file);
    }

    /// <summary>Null when the manifest is lost or unreadable: nothing can be taken over from that version then, so all is written anew.</summary>
    internal static Manifest? ReadOrNull(string versionPath)
    {
        try
        {
            return Read(versionPath);
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            return null;
        }
    }

    internal static Manifest? ReadOrNull(FileStream file)
    {
        try
        {
            return Read(file);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Manifest Read(FileStream file) =>
        JsonSerializer.Deserialize<Manifest>(file, Format) ?? throw new JsonException($"{file.Name}: holds null");

    internal void Write(string versionPath)
    {
        using var file = new FileStream(Path.Combine(versionPath, FileName), FileMode.CreateNew);
        JsonSerializer.Serialize(file, this, Format);
        file.Flush(flushToDisk: true);
    }
}
