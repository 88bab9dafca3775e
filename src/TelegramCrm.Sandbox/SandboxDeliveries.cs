namespace TelegramCrm.Sandbox;

/// <summary>What came of a round of webhook deliveries.</summary>
/// <param name="Confirmed">Requests that were answered 2xx in time; one that was sent twice counts twice.</param>
/// <param name="Failed">Requests that were not, and will be tried again.</param>
/// <param name="GivenUp">Deliveries dropped after 24 hours without a confirmation.</param>
/// <param name="Waiting">Deliveries that are left, due later.</param>
public sealed record SandboxDeliveries(int Confirmed, int Failed, int GivenUp, int Waiting);
