namespace TelegramCrm.Connectors.FileDrop;

/// <summary>
/// Leaves files for a system that takes them in at night: a CSV of what changed, and a manifest that appears only when the CSV is complete.
/// A record is in the target once it stands in a file with a manifest; its newest row counts.
/// </summary>
/// <param name="settings">Where to, and what.</param>
public sealed class FileDropConnector(FileDropSettings settings) : IConnector
{
    /// <summary>What the configuration calls this connector.</summary>
    public const string Type = "file-drop";

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedEntity> Receives { get; } = [.. settings.Entities.Select(entity => new ReceivedEntity(entity)
    {
        BatchSize = settings.RowsPerFile,
        IsHandedOver = true, // the consumer takes its files away
        RepeatsAreHarmless = true, // the name of the file follows from the batch
    })];

    /// <summary>Proves that files can be made in the folder, with an empty one that is gone at once.</summary>
    /// <inheritdoc/>
    public Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        // A folder that is missing is often a share that isn't mounted: to make it would hide that, and the files would reach nobody.
        if (!Directory.Exists(settings.Folder))
            return Task.FromResult(CheckResult.NotReady($"folder {settings.Folder} does not exist; create it, or mount the share it lies on"));
        try
        {
            var probe = Path.Combine(settings.Folder, $".{Guid.NewGuid():n}.tmp");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return Task.FromResult(CheckResult.Ready($"files can be made in {settings.Folder}"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(CheckResult.NotReady($"no file can be made in {settings.Folder} ({failure.Message}); give this user the right to write there"));
        }
    }

    /// <inheritdoc/>
    public Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken)
    {
        foreach (var manifest in DropManifest.NewestFirst(settings.Folder, key.Entity))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Combine(settings.Folder, manifest.File);
            if (!File.Exists(path))
                continue; // the consumer is just taking it in
            var rows = CsvText.Read(File.ReadAllText(path)).Skip(1).Count(row => row[0] == key.Value);
            if (rows > 1)
                throw new RecordRefusedException(key, $"{manifest.File} has {rows} rows with this key", "remove all but one, or the whole file with its manifest");
            if (rows == 1)
                return Task.FromResult<RemoteRecord?>(new RemoteRecord(manifest.File));
        }
        return Task.FromResult<RemoteRecord?>(null);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        var format = new CsvFormat(settings.EscapesFormulas);
        var refused = batch.Records.Select(format.Refuse).OfType<RecordRefusedException>().ToDictionary(refusal => refusal.Key);
        var accepted = batch.Records.Where(record => !refused.ContainsKey(record.Key)).ToList();
        var file = $"{batch.Entity}-{batch.Id}.csv";
        if (accepted.Count > 0)
            Deliver(batch, file, format, accepted);
        return Task.FromResult<IReadOnlyList<WriteResult>>([
            .. accepted.Select(record => new RecordWritten(record.Key, new RemoteRecord(file))),
            .. refused.Values.Select(refusal => new RecordRefused(refusal.Key, refusal)),
        ]);
    }

    private void Deliver(PushBatch batch, string file, CsvFormat format, List<PushRecord> records)
    {
        var manifestPath = Path.Combine(settings.Folder, DropManifest.NameFor(file));
        if (File.Exists(manifestPath))
            return; // the manifest comes last: an earlier attempt delivered all of it, though its confirmation was lost
        var csv = format.Write(records);
        DurableFile.Write(Path.Combine(settings.Folder, file), csv.Bytes);
        var manifest = DropManifest.Of(batch, file, csv);
        DurableFile.Write(manifestPath, manifest.ToJson());
    }
}
