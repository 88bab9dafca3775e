using System.Text.Json.Nodes;
using NodaTime;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Propagation;
using TelegramCrm.Sync.Propagation.Sources;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Automation;

namespace TelegramCrm.Sync.Tests.Propagation;

/// <summary>A folder of approved responses, a sandbox CRM without any template, and a service that brings the one to the other.</summary>
internal sealed class TemplateShelf : IAsyncDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("tgcrm-shelf-").FullName;
    private CrmClient client = null!;
    private TemplatePropagation propagation = null!;

    public HurriedTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 14, 9, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(2));

    public SandboxServer Crm { get; private set; } = null!;

    public TemplateConfiguration Wanted { get; set; } = null!;

    /// <summary>What all processes together told.</summary>
    public ToldLines Told { get; } = new();

    public string Folder => Path.Combine(root, "responses");

    public static async Task<TemplateShelf> OpenAsync(Func<TemplateConfiguration, TemplateConfiguration>? configure = null, SandboxRateLimits? limits = null)
    {
        var shelf = new TemplateShelf();
        Directory.CreateDirectory(shelf.Folder);
        var empty = Directory.CreateDirectory(Path.Combine(shelf.root, "crm")).FullName;
        shelf.Crm = await SandboxServer.StartAsync(
            new SandboxOptions { DataFolder = empty, TimeProvider = shelf.Time, DeliversWebhooksByItself = false, RateLimits = limits ?? new() }, CancellationToken.None);
        shelf.Wanted = new TemplateConfiguration { Source = new() { Folder = shelf.Folder }, RequestPatience = Duration.FromMinutes(5), MaxRemovedShare = 0.5 };
        shelf.Wanted = configure?.Invoke(shelf.Wanted) ?? shelf.Wanted;
        shelf.Restart();
        return shelf;
    }

    public StateStore State => StateStore.Open(new SqliteState(Path.Combine(root, "state.db")));

    /// <summary>A new process: it knows nothing but what stands in the state.</summary>
    public void Restart(IResponseSource? source = null)
    {
        client?.Dispose();
        propagation?.Dispose();
        client = new CrmClient(new CrmAddress
        {
            BaseUrl = Crm.BaseAddress,
            ApiKey = Crm.ApiKey,
            SecretToken = Crm.SecretToken,
            TryTimeout = Duration.FromMinutes(4), // longer than the clock jumps
            TotalTimeout = Duration.FromMinutes(10),
        }, Time);
        propagation = new TemplatePropagation(Wanted, () => source ?? ResponseSources.Of(Wanted, [], Time), client, State, TestWarehouse.SqlFolder, Time, Told);
    }

    public void Write(string file, string title, string body, string more = "") => Put(file, $"---\ntitle: {title}\n{more}---\n{body}\n");

    public void Put(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Delete(string file) => File.Delete(Path.Combine(Folder, file));

    public Task<PropagationOutcome> RunAsync(params string[] overwrite) => RunAsync(CancellationToken.None, overwrite);

    public Task<PropagationOutcome> RunAsync(CancellationToken cancellationToken, params string[] overwrite)
    {
        Time.Advance(TimeSpan.FromSeconds(1)); // the history tells runs apart by their beginning
        return propagation.RunAsync(overwrite, cancellationToken);
    }

    public Task<PropagationPreview> PreviewAsync() => propagation.PreviewAsync(CancellationToken.None);

    public PropagationStanding Standing() => propagation.Standing();

    /// <summary>Every template that is not deleted, as the CRM really holds it.</summary>
    public IReadOnlyList<JsonObject> Living() => [.. Crm.Truth.Records("templates").Select(record => JsonNode.Parse(record)!.AsObject()).Where(template => template["deleted_at"] is null)];

    /// <summary>The one template that carries this external id.</summary>
    public JsonObject Template(string externalId) => Living().Single(template => (string?)template["external_id"] == externalId);

    public string? BodyOf(string externalId) => (string?)Living().SingleOrDefault(template => (string?)template["external_id"] == externalId)?["body"];

    public string IdOf(string externalId) => (string)Template(externalId)["id"]!;

    /// <summary>How often templates were created, changed and deleted so far.</summary>
    public (long Post, long Patch, long Delete) Writes() => (
        Crm.Requests.GetValueOrDefault("POST /api/v1/templates"), Crm.Requests.GetValueOrDefault("PATCH /api/v1/templates/{template_id}"), Crm.Requests.GetValueOrDefault("DELETE /api/v1/templates/{template_id}"));

    public async ValueTask DisposeAsync()
    {
        propagation.Dispose();
        client.Dispose();
        await Crm.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }
}
