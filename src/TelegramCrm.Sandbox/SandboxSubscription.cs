namespace TelegramCrm.Sandbox;

/// <summary>An endpoint that the sandbox tells of events.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where it posts to.</param>
/// <param name="EventTypes">What it tells of.</param>
/// <param name="Secret">What it signs with; the API never shows it.</param>
/// <param name="IsDisabled">Whether it was switched off.</param>
public sealed record SandboxSubscription(string Id, Uri Url, IReadOnlyList<string> EventTypes, string Secret, bool IsDisabled);
