namespace TelegramCrm.Sync.Configuration;

/// <summary>A text in the configuration doesn't say what it should.</summary>
/// <param name="what">What is wrong with it.</param>
/// <param name="remedy">What to write instead.</param>
public sealed class UnreadableTextException(string what, string remedy) : FormatException($"{what}; {remedy}")
{
    /// <summary>What is wrong with it.</summary>
    public string What { get; } = what;

    /// <summary>What to write instead.</summary>
    public string Remedy { get; } = remedy;
}
