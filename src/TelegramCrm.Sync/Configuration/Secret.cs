namespace TelegramCrm.Sync.Configuration;

/// <summary>A credential. It prints as the reference that stands in the file, so that it can't be logged by accident.</summary>
/// <param name="reference"><c>${ENV:NAME}</c> or <c>${FILE:PATH}</c>.</param>
/// <param name="value">What the reference stood for when the configuration was read; not empty.</param>
public sealed class Secret(string reference, string value)
{
    /// <summary>The credential itself, for the request that needs it.</summary>
    public string Reveal() => value;

    /// <summary>The reference, never the value.</summary>
    public override string ToString() => reference;
}
