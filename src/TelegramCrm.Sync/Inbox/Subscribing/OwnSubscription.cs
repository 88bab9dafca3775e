using Dapper;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Inbox.Subscribing;

/// <summary>What is remembered of the subscription that the service keeps at the CRM: its id, and with which secret it was made.</summary>
/// <param name="state">Where.</param>
/// <param name="source">The CRM's address; another one's subscription is not recalled.</param>
public sealed class OwnSubscription(StateStore state, Uri source)
{
    private readonly string crm = source.ToString();

    /// <summary>The one that was registered last and not removed; null when there is none.</summary>
    public RegisteredSubscription? Recall()
    {
        using var connection = state.Connect();
        return connection.QuerySingleOrDefault<Row>(
            """select webhook_id as "Id", secret_mark as "SecretMark", registered_at as "RegisteredAt" from own_subscription where source = @crm""", new { crm })?.ToSubscription();
    }

    /// <summary>Remembers one in the place of the one before.</summary>
    /// <param name="id">The CRM's id of it.</param>
    /// <param name="secret">What it signs with.</param>
    /// <param name="now">When it was registered.</param>
    public void Remember(string id, string secret, Instant now)
    {
        using var connection = state.Connect();
        connection.Execute("""
            insert into own_subscription (place, source, webhook_id, secret_mark, registered_at) values (1, @crm, @id, @mark, @now)
            on conflict (place) do update set
                source = excluded.source, webhook_id = excluded.webhook_id, secret_mark = excluded.secret_mark, registered_at = excluded.registered_at
            """, new { crm, id, mark = SecretMark.Of(secret, id), now = now.ToText() });
        Listening.Begin(connection, now);
    }

    /// <summary>Forgets it: it was removed, and webhooks are expected no longer.</summary>
    public void Forget()
    {
        using var connection = state.Connect();
        connection.Execute("delete from own_subscription where source = @crm", new { crm });
        Listening.End(connection);
    }

    private sealed record Row(string Id, string SecretMark, string RegisteredAt)
    {
        public RegisteredSubscription ToSubscription() => new(Id, SecretMark, StateTime.ToInstant(RegisteredAt));
    }
}
