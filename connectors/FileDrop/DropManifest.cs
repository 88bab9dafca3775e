using System.Security.Cryptography;
using System.Text.Json;

namespace TelegramCrm.Connectors.FileDrop;

/// <summary>Says that a CSV is complete, and how to tell that it arrived whole. A consumer waits for it and never for the CSV.</summary>
/// <param name="File">The CSV beside it.</param>
/// <param name="Entity">What its rows are.</param>
/// <param name="Batch">The claim it was written for: connector, run and number. A consumer that sees one twice may skip it.</param>
/// <param name="Created">When the batch was claimed, in UTC; the order in which files are to be taken in.</param>
/// <param name="Rows">Rows without the header.</param>
/// <param name="Columns">The header.</param>
/// <param name="Bytes">The length of the CSV.</param>
/// <param name="Sha256">Of the CSV's bytes, in hexadecimal.</param>
internal sealed record DropManifest(
    string File, string Entity, string Batch, DateTimeOffset Created, int Rows, IReadOnlyList<string> Columns, long Bytes, string Sha256)
{
    private const string Ending = ".manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public static DropManifest Of(PushBatch batch, string file, CsvContent csv) => new(
        file, batch.Entity, batch.Id, batch.ClaimedAt, csv.Rows, csv.Columns, csv.Bytes.Length, Convert.ToHexStringLower(SHA256.HashData(csv.Bytes)));

    public static string NameFor(string csv) => Path.ChangeExtension(csv, null) + Ending;

    /// <summary>The manifests of an entity that still lie in the folder.</summary>
    public static IEnumerable<DropManifest> NewestFirst(string folder, string entity) => Directory.EnumerateFiles(folder, $"{entity}-*{Ending}")
        .Select(path => JsonSerializer.Deserialize<DropManifest>(System.IO.File.ReadAllBytes(path), Json)!)
        .OrderByDescending(manifest => manifest.Created).ThenByDescending(manifest => manifest.Batch, StringComparer.Ordinal);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}
