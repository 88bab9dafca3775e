namespace TelegramCrm.Sync.Transform;

/// <summary>A relation that a transformation brought up to date.</summary>
/// <param name="Relation">Its name, with the schema.</param>
/// <param name="Rows">How many rows it holds now.</param>
public sealed record BuiltRelation(string Relation, long Rows);
