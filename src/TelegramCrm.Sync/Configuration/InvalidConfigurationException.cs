namespace TelegramCrm.Sync.Configuration;

/// <summary>The configuration can't be used as it stands.</summary>
/// <param name="problems">All that is wrong with it, at least one thing.</param>
public sealed class InvalidConfigurationException(IReadOnlyList<ConfigurationProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>All that is wrong with it.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; } = problems;
}
