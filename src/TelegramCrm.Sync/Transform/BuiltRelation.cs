using NodaTime;

namespace TelegramCrm.Sync.Transform;

/// <summary>A relation that a transformation made anew.</summary>
/// <param name="Relation">Its name, with the schema.</param>
/// <param name="Rows">How many rows it holds now.</param>
/// <param name="Elapsed">How long its statement took.</param>
public sealed record BuiltRelation(string Relation, long Rows, Duration Elapsed);
