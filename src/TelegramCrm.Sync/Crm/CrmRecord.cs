namespace TelegramCrm.Sync.Crm;

/// <summary>One record as it came, and the name of the version it is.</summary>
/// <param name="content">The whole answer.</param>
/// <param name="version">What the CRM calls this version (<c>ETag</c>); null when it did not say.</param>
public sealed class CrmRecord(WholeContent content, string? version) : IDisposable
{
    /// <summary>The record's bytes; not to be used once this is disposed.</summary>
    public Memory<byte> Bytes => content.Bytes;

    /// <summary>What the CRM calls this version; null when it did not say.</summary>
    public string? Version { get; } = version;

    /// <summary>Gives the bytes back.</summary>
    public void Dispose() => content.Dispose();
}
