namespace TelegramCrm.Connectors;

/// <summary>A connector can't be made from its settings: a mistake in the configuration file.</summary>
/// <param name="setting">Which one, below the connector's <c>settings</c>, as <c>entities[1]</c>.</param>
/// <param name="what">What is wrong with it; no secret.</param>
/// <param name="remedy">What to write instead.</param>
public sealed class ConnectorSettingsException(string setting, string what, string remedy) : Exception($"{setting}: {what}; {remedy}")
{
    /// <summary>Which setting.</summary>
    public string Setting { get; } = setting;

    /// <summary>What is wrong with it.</summary>
    public string What { get; } = what;

    /// <summary>What to write instead.</summary>
    public string Remedy { get; } = remedy;
}
