using System.Collections.Concurrent;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Http;

/// <summary>What all requests share.</summary>
internal sealed class SandboxState(SandboxOptions options, Workspace workspace)
{
    private volatile SandboxFaults faults = options.Faults;

    public SandboxOptions Options => options;

    public Workspace Workspace => workspace;

    public string ApiKey { get; } = options.ApiKey ?? NewSecret("key");

    public string SecretToken { get; } = options.SecretToken ?? NewSecret("token");

    public string WebhookSecret { get; } = options.WebhookSecret ?? NewSecret("hook");

    public SandboxFaults Faults
    {
        get => faults;
        set => faults = value;
    }

    /// <summary>Requests so far by method and route.</summary>
    public ConcurrentDictionary<string, long> Requests { get; } = [];

    /// <summary>The time that the API claims it is.</summary>
    public DateTimeOffset ServerTime => workspace.Clock.Now + faults.ClockSkew;

    private static string NewSecret(string kind) =>
        $"sandbox_{kind}_{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16))}";
}
