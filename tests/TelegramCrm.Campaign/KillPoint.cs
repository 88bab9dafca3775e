namespace TelegramCrm.Campaign;

/// <summary>Where a process is killed, as it is seen from outside: when all of this has come about.</summary>
/// <param name="Line">A line it has written to stdout; null for none.</param>
/// <param name="Requests">So many requests that reached the sandbox since it began.</param>
/// <param name="Bytes">By so much its data folder has grown since the other conditions held.</param>
internal sealed record KillPoint(string? Line = null, long Requests = 0, long Bytes = 0)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Line is null ? "" : $"\"{Line}\", ")}{Requests} requests, {Bytes} bytes";
}
