namespace TelegramCrm.Sync.Push;

/// <summary>A knowledge base lists no article any more.</summary>
/// <param name="connector">The connector's name.</param>
/// <param name="held">How many it listed before; they are kept.</param>
public sealed class NoArticlesException(string connector, long held)
    : Exception($"{connector}: lists no articles, though it had {held}; their titles are kept: see what the connector's settings say of articles, and what its user may read");
