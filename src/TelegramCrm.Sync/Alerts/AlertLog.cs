using Microsoft.Extensions.Logging;

namespace TelegramCrm.Sync.Alerts;

/// <summary>Tells of alerts in the log.</summary>
/// <param name="log">Which.</param>
public sealed partial class AlertLog(ILogger<AlertLog> log) : IAlertChannel
{
    /// <inheritdoc/>
    public Task TellAsync(ServiceAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert.IsRecovered)
            Recovered(alert.Name, alert.What);
        else
            Raised(alert.Name, alert.What, alert.Remedy);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "alert {Name}: {What}; {Remedy}")]
    private partial void Raised(string name, string what, string remedy);

    [LoggerMessage(Level = LogLevel.Warning, Message = "alert {Name} is over: {What}")]
    private partial void Recovered(string name, string what);
}
