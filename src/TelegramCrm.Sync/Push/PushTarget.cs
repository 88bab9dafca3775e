using TelegramCrm.Connectors;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Push;

/// <summary>A configured connector: where records go, and what may be done with them there.</summary>
/// <param name="Name">Unique; small letters, digits, <c>_</c> and <c>-</c>. What the ledger, the history and <c>push --connector</c> call it: under another name everything is sent anew.</param>
/// <param name="Type">Which connector it is, as <c>file-drop</c>; its models lie in <c>sql/push/file_drop</c>.</param>
/// <param name="Connector">The connector itself.</param>
public sealed record PushTarget(string Name, string Type, IConnector Connector)
{
    /// <summary>What may be done with the target's records.</summary>
    public PushMode Mode { get; init; } = PushMode.Upsert;

    /// <summary>What is done with a record that somebody edited in the target.</summary>
    public EditedRecord OnEdited { get; init; } = EditedRecord.Keep;

    /// <summary>What is done with a record that somebody deleted in the target.</summary>
    public DeletedRecord OnDeleted { get; init; } = DeletedRecord.Keep;

    /// <summary>The largest share of our records that one push may remove, 0 to 1.</summary>
    public double MaxRemovedShare { get; init; } = 0.05;

    /// <summary>Takes the target's secrets out of a text before it is stored, logged or shown.</summary>
    public Func<string, string> Redact { get; init; } = text => text;

    /// <summary>Whether a record is written although somebody else edited or deleted it.</summary>
    internal bool Overrides(RecordDrifted drift) => drift.Present is null ? OnDeleted == DeletedRecord.Recreate : OnEdited == EditedRecord.Overwrite;

    /// <summary>Asks the target whether it may be written to; writes nothing.</summary>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What the connector says, without secrets; a target that can't be reached is not ready.</returns>
    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var check = await Connector.CheckAsync(cancellationToken);
            return check with { Message = Redact(check.Message) };
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckResult.NotReady(Redact(failure.Message));
        }
    }
}
