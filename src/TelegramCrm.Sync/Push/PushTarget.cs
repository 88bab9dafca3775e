using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Push;

/// <summary>A configured connector: where records go.</summary>
/// <param name="Name">Unique; small letters, digits, <c>_</c> and <c>-</c>. What the ledger, the history and <c>push --connector</c> call it: under another name everything is sent anew.</param>
/// <param name="Type">Which connector it is, as <c>file-drop</c>; its models lie in <c>sql/push/file_drop</c>.</param>
/// <param name="Connector">The connector itself.</param>
public sealed record PushTarget(string Name, string Type, IConnector Connector);
