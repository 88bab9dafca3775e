namespace TelegramCrm.Harness;

/// <summary>A relation of two databases, row by row.</summary>
/// <param name="Name">With its schema.</param>
/// <param name="Rows">How many rows the one under test has.</param>
/// <param name="Missing">Rows that only the other has.</param>
/// <param name="Extra">Rows that only the one under test has.</param>
/// <param name="Example">One of them; null when there is none.</param>
internal sealed record ComparedRelation(string Name, long Rows, long Missing, long Extra, string? Example)
{
    /// <summary>Whether both hold the same rows, as often.</summary>
    public bool IsEqual => Missing + Extra == 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Rows} rows, {Missing} missing, {Extra} extra{(Example is null ? "" : $", among them {Example}")}";
}
