namespace TelegramCrm.Sync.Push;

/// <summary>How a model's rows differ from the ledger, in records.</summary>
/// <param name="Confirmed">What the target is known to hold.</param>
/// <param name="Given">What the model gives.</param>
/// <param name="Create">New.</param>
/// <param name="Update">Other than the target holds them.</param>
/// <param name="Unchanged">As the target holds them, or not to be touched again.</param>
/// <param name="Withheld">Refused before, and not changed since.</param>
/// <param name="Gone">What the target holds and the model no longer gives.</param>
internal sealed record PushDifference(long Confirmed, long Given, long Create, long Update, long Unchanged, long Withheld, long Gone)
{
    /// <summary>Before anything was compared.</summary>
    public static PushDifference None { get; } = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>Whether the model gave no rows at all, though the target holds some of ours: far likelier a broken warehouse than an empty one.</summary>
    public bool SourceVanished => Given == 0 && Confirmed > 0;

    /// <summary>How many records one push may remove.</summary>
    /// <param name="share">Of what the target is known to hold, 0 to 1.</param>
    public long Removable(double share) => (long)Math.Ceiling(Confirmed * share);
}

/// <summary>A record whose mapped fields differ from what the target is known to hold.</summary>
/// <param name="Key">Its external key.</param>
/// <param name="Fingerprint">Of its mapped fields.</param>
/// <param name="Body">The mapped fields as a JSON object, in the order of the model.</param>
internal sealed record ChangedRecord(string Key, string Fingerprint, string Body);
