using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.SignedWebhook;

/// <summary>Who is told, of what, and how they know that it was us.</summary>
/// <param name="Address">Where records are posted to.</param>
/// <param name="Secrets">What is signed with, the present secret first; a former one stays until the receiver knows the new one.</param>
/// <param name="Entities">The kinds of records to post; each has a model <c>sql/push/signed_webhook/&lt;entity&gt;.sql</c>.</param>
public sealed record SignedWebhookSettings(Uri Address, IReadOnlyList<SigningSecret> Secrets, IReadOnlyList<string> Entities)
{
    /// <summary>Reads the settings of a <c>signed-webhook</c> connector.</summary>
    /// <param name="settings">The object under <c>settings</c>.</param>
    /// <exception cref="ConnectorSettingsException">Something is missing, unknown or out of bounds.</exception>
    public static SignedWebhookSettings Read(JsonObject settings)
    {
        var reader = new SettingsReader(settings, SignedWebhookConnector.Type, "url", "secret", "formerSecret", "entities");
        var secret = SigningSecret.Read("secret", reader.Required("secret", "${ENV:PAGER_SECRET}"));
        return new SignedWebhookSettings(
            reader.Address("url"), reader.OrNone("formerSecret", "${ENV:PAGER_SECRET_OLD}") is { } former ? [secret, SigningSecret.Read("formerSecret", former)] : [secret], reader.Entities("sla_breaches"));
    }

    /// <summary>Names no secret.</summary>
    public override string ToString() => $"{SignedWebhookConnector.Type} to {Address}";
}
