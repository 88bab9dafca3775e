using System.Collections.Concurrent;
using System.Security.Cryptography;
using TelegramCrm.Sandbox.Activity;
using TelegramCrm.Sandbox.Faults;
using TelegramCrm.Sandbox.Records;
using TelegramCrm.Sandbox.Webhooks;

namespace TelegramCrm.Sandbox.Http;

/// <summary>What all requests share.</summary>
internal sealed class SandboxState : IDisposable
{
    private volatile SandboxFaults faults;
    private volatile SandboxRateLimits rateLimits;

    public SandboxState(SandboxOptions options, Workspace workspace)
    {
        (Options, Workspace, faults, rateLimits) = (options, workspace, options.Faults, options.RateLimits);
        ApiKey = options.ApiKey ?? NewSecret("key");
        SecretToken = options.SecretToken ?? NewSecret("token");
        WebhookSecret = options.WebhookSecret ?? NewSecret("hook");
        Outbox = new Outbox(workspace.Clock, options.DisablesWebhooksAfter);
        Post = new SignedPost(options.TimeProvider, workspace.Clock);
        Courier = new Courier(Outbox, Post, workspace.Clock, () => Faults, Tally);
        Changes = new Changes(workspace, Outbox, () => Faults, Tally);
        LiveWork = new LiveWork(Changes, options);
    }

    public SandboxOptions Options { get; }

    public Workspace Workspace { get; }

    public string ApiKey { get; }

    public string SecretToken { get; }

    public string WebhookSecret { get; }

    public Outbox Outbox { get; }

    public SignedPost Post { get; }

    public Courier Courier { get; }

    public Changes Changes { get; }

    public LiveWork LiveWork { get; }

    public SandboxFaults Faults
    {
        get => faults;
        set => faults = value;
    }

    public SandboxRateLimits RateLimits
    {
        get => rateLimits;
        set => rateLimits = value;
    }

    public FaultTally Tally { get; } = new();

    /// <summary>Told of each request before it is answered.</summary>
    public Action<string>? OnRequest { get; set; }

    /// <summary>Requests so far by method and route.</summary>
    public ConcurrentDictionary<string, long> Requests { get; } = [];

    /// <summary>The time that the API claims it is.</summary>
    public DateTimeOffset ServerTime => Workspace.Clock.Now + faults.ClockSkew;

    public void Dispose()
    {
        Courier.Dispose();
        Post.Dispose();
    }

    private static string NewSecret(string kind) => $"sandbox_{kind}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
}
