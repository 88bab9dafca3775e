namespace TelegramCrm.Sync.Push.Http;

/// <summary>A target asked to be left alone for longer than a push waits. To try again now is of no use.</summary>
/// <param name="host">Which target.</param>
/// <param name="until">The time it named, as text.</param>
public sealed class TargetAwayException(string host, string until) : Exception($"{host} asks to be left alone until {until}; a push after that goes on")
{
    /// <summary>The time it named.</summary>
    public string Until { get; } = until;
}
