using Dapper;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Inbox;

/// <summary>
/// Which workspace of the CRM is ours, so that deliveries of another one are told apart although they are signed with a secret of ours. What the CRM
/// said is kept, and holds while it is away. Safe for use by several threads.
/// </summary>
public sealed class OwnWorkspace
{
    private readonly StateStore state;
    private readonly Uri source;
    private volatile string? id;

    /// <summary>Recalls what is known of it.</summary>
    /// <param name="state">Where it is kept.</param>
    /// <param name="source">The CRM's address; another one's workspace is not recalled.</param>
    public OwnWorkspace(StateStore state, Uri source)
    {
        (this.state, this.source) = (state, source);
        using var connection = state.Connect();
        id = connection.QuerySingleOrDefault<string>("select workspace_id from workspace where source = @source", new { source = source.ToString() });
    }

    /// <summary>The CRM's id of it; null while the CRM has never said.</summary>
    public string? Id => id;

    /// <summary>Takes down what the CRM says.</summary>
    /// <param name="workspaceId">The workspace of our credentials.</param>
    /// <param name="now">When it said so.</param>
    public void Learn(string workspaceId, Instant now)
    {
        using var connection = state.Connect();
        connection.Execute("""
            insert into workspace (place, source, workspace_id, learned_at) values (1, @source, @workspaceId, @now)
            on conflict (place) do update set source = excluded.source, workspace_id = excluded.workspace_id, learned_at = excluded.learned_at
            """, new { source = source.ToString(), workspaceId, now = now.ToText() });
        id = workspaceId;
    }
}
