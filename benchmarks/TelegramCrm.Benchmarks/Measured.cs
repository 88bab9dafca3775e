namespace TelegramCrm.Benchmarks;

/// <summary>What a part took.</summary>
/// <param name="Seconds">From the first request to the last commit.</param>
/// <param name="Detail">What it did, and with how much memory.</param>
internal sealed record Measured(double Seconds, string Detail);
