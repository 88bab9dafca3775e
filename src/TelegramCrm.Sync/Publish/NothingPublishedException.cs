namespace TelegramCrm.Sync.Publish;

/// <summary>There is no version to read yet.</summary>
/// <param name="folder">The folder that was looked into.</param>
public sealed class NothingPublishedException(string folder)
    : Exception($"{folder}: nothing is published yet; run `tgcrm sync`, or `tgcrm publish` when data is loaded already");
