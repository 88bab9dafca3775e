using NodaTime;

namespace TelegramCrm.Sync.Alerts;

/// <summary>Something about the service itself went beyond its bound, or came back within.</summary>
/// <param name="Name">What is watched, such as <c>inbox.depth</c>: the same when it is raised and when it has recovered.</param>
/// <param name="IsRecovered">Whether it is over.</param>
/// <param name="What">The figure and its bound, in words.</param>
/// <param name="Remedy">Where to look; empty when it is over.</param>
/// <param name="At">When it was noticed.</param>
public sealed record ServiceAlert(string Name, bool IsRecovered, string What, string Remedy, Instant At);
