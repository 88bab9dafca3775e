using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>A record that could not be loaded and is kept aside.</summary>
/// <param name="QuarantineId">Which bytes they are.</param>
/// <param name="Stream">What it is.</param>
/// <param name="RecordId">The record's id; null when that could not be read either.</param>
/// <param name="Field">The field at fault, dotted; null when the record as a whole is.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="RunId">The run that met these bytes first.</param>
/// <param name="QuarantinedAt">When that was.</param>
/// <param name="Size">How many bytes are kept.</param>
/// <param name="SupersededAt">When a readable version of the record was loaded after it; null while none was.</param>
/// <param name="Base64">The bytes in base 64; null unless they were asked for, since they tell of customers.</param>
public sealed record QuarantinedRecord(
    string QuarantineId, string Stream, string? RecordId, string? Field, string Reason, string RunId, Instant QuarantinedAt, long Size, Instant? SupersededAt, string? Base64)
{
    /// <summary>What the CRM sent; null unless it was asked for.</summary>
    public byte[]? Bytes => Base64 is null ? null : Convert.FromBase64String(Base64);
}
