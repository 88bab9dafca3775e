namespace TelegramCrm.Benchmarks;

/// <summary>Where the sandbox of this run listens; its credentials are made up for it and end with it.</summary>
internal sealed record Serving(string Address, string ApiKey, string SecretToken);
