using Dapper;
using NodaTime;

namespace TelegramCrm.Sync.State;

/// <summary>
/// What only one node may do at a time, held for a while and renewed: whoever dies loses it when the while is over. Nodes compare their own clocks
/// with what others wrote, so a lease should be much longer than those clocks may differ.
/// </summary>
/// <param name="state">The store that the nodes share.</param>
/// <param name="time">This node's clock.</param>
public sealed class Leases(StateStore state, TimeProvider time)
{
    /// <summary>Takes a lease that is free or has run out, or renews one's own.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="holder">The node's name; a restarted process must have another.</param>
    /// <param name="length">How long it holds from now on.</param>
    /// <returns>Whether the holder has it now.</returns>
    public bool TryTake(string name, string holder, Duration length)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        using var connection = state.Connect();
        return connection.Execute("""
            insert into leases (name, holder, taken_at, expires_at) values (@name, @holder, @now, @expiresAt)
            on conflict (name) do update set
                taken_at = case when leases.holder = excluded.holder and leases.expires_at > excluded.taken_at then leases.taken_at else excluded.taken_at end,
                holder = excluded.holder,
                expires_at = excluded.expires_at
            where leases.holder = excluded.holder or leases.expires_at <= excluded.taken_at
            """, new { name, holder, now = now.ToText(), expiresAt = (now + length).ToText() }) > 0;
    }

    /// <summary>Gives a lease back, if the holder still has it.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="holder">The node's name.</param>
    public void Release(string name, string holder)
    {
        using var connection = state.Connect();
        connection.Execute("delete from leases where name = @name and holder = @holder", new { name, holder });
    }

    /// <summary>Every lease that has not run out, by name.</summary>
    public IReadOnlyList<Lease> List()
    {
        using var connection = state.Connect();
        return [.. connection.Query<Row>(
            "select name as \"Name\", holder as \"Holder\", taken_at as \"TakenAt\", expires_at as \"ExpiresAt\" from leases where expires_at > @now order by name",
            new { now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToText() }).Select(row => row.ToLease())];
    }

    private sealed record Row(string Name, string Holder, string TakenAt, string ExpiresAt)
    {
        public Lease ToLease() => new(Name, Holder, StateTime.ToInstant(TakenAt), StateTime.ToInstant(ExpiresAt));
    }
}

/// <summary>Something that one node does, and no other.</summary>
/// <param name="Name">What.</param>
/// <param name="Holder">Which node.</param>
/// <param name="TakenAt">Since when without a gap.</param>
/// <param name="ExpiresAt">When it runs out unless it is renewed.</param>
public sealed record Lease(string Name, string Holder, Instant TakenAt, Instant ExpiresAt);
