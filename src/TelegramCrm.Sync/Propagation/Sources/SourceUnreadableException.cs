namespace TelegramCrm.Sync.Propagation.Sources;

/// <summary>A repository of approved responses can't be read to its end, so nothing is done: what it holds is not known.</summary>
/// <param name="source">Which.</param>
/// <param name="reason">Why, without secrets.</param>
/// <param name="inner">The failure underneath.</param>
public sealed class SourceUnreadableException(string source, string reason, Exception? inner = null)
    : Exception($"{source}: {reason}; nothing was sent to the CRM", inner);
