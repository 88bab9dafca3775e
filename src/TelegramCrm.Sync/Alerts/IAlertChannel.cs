namespace TelegramCrm.Sync.Alerts;

/// <summary>A way in which people are told that the service is not well: the log, a mail, a chat.</summary>
public interface IAlertChannel
{
    /// <summary>Tells them. An exception is logged by the caller, who then goes on with the other channels and does not come again with this alert.</summary>
    /// <param name="alert">What about.</param>
    /// <param name="cancellationToken">The service stops.</param>
    Task TellAsync(ServiceAlert alert, CancellationToken cancellationToken);
}
