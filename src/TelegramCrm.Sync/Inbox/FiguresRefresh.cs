namespace TelegramCrm.Sync.Inbox;

/// <summary>Computes anew what deliveries have changed, soon after they were applied.</summary>
/// <param name="cancellationToken">Ends it.</param>
/// <returns>Whether it was done; otherwise the figures are in use just now, and it is asked again.</returns>
public delegate Task<bool> FiguresRefresh(CancellationToken cancellationToken);
