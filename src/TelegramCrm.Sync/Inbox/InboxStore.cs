using System.Data.Common;
using Dapper;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Inbox;

/// <summary>The deliveries in the state store. Safe for use by several threads.</summary>
public sealed class InboxStore
{
    private const string Columns = """
        delivery_id as Id, type as Type, sent_at as SentAt, received_at as ReceivedAt, body as Body,
        attempts as Attempts, next_try_at as NextTryAt, reason as Reason, settled_at as SettledAt
        """;

    private readonly StateStore state;
    private readonly Lock counting = new(); // a commit of ours and its count go together, or counting anew would lose it
    private readonly Lock writing = new(); // SQLite lets one write at a time, and whoever finds it busy sleeps longer each time: we wait for each other here
    private long waiting;
    private volatile bool isListening;

    /// <summary>Finds what earlier processes left waiting.</summary>
    /// <param name="state">The store that survives a crash.</param>
    public InboxStore(StateStore state)
    {
        this.state = state;
        waiting = Count("received");
    }

    /// <summary>How many deliveries wait to be applied: as this process counts, which knows of other nodes' deliveries once it has counted anew.</summary>
    public long Waiting => Interlocked.Read(ref waiting);

    /// <summary>What came and went in this process.</summary>
    public InboxTraffic Traffic { get; } = new();

    /// <summary>Since when the CRM's webhooks are to be expected: since we subscribed, or since the first of them came; null when they never were.</summary>
    public Instant? ListeningSince
    {
        get
        {
            using var connection = state.Connect();
            return Listening.Since(connection);
        }
    }

    /// <summary>How long the delivery at the head of the line has waited to be applied; zero when none waits. One that is tried again stands further back.</summary>
    /// <param name="now">The present instant.</param>
    public Duration OldestWait(Instant now)
    {
        using var connection = state.Connect();
        var head = connection.QuerySingleOrDefault<string>("select received_at from inbox where state = 'received' order by next_try_at limit 1");
        return head is null ? Duration.Zero : Duration.Max(Duration.Zero, now - StateTime.ToInstant(head));
    }

    /// <summary>How many can't be applied.</summary>
    public long Dead => Count("dead");

    /// <summary>The types of those that are kept and hold no record of a stream we know, the latest first.</summary>
    public IReadOnlyList<UnrecognizedType> UnrecognizedTypes()
    {
        using var connection = state.Connect();
        return
        [
            .. connection.Query<(string Type, long Count, string LastAt)>("""
                select type, count(*), max(received_at) from inbox where state = 'unrecognized' group by type order by max(received_at) desc, type
                """).Select(row => new UnrecognizedType(row.Type, row.Count, StateTime.ToInstant(row.LastAt))),
        ];
    }

    /// <summary>Counts anew what waits.</summary>
    public void Recount()
    {
        lock (counting)
            Interlocked.Exchange(ref waiting, Count("received"));
    }

    /// <summary>How many are kept that hold no record of a stream we know.</summary>
    public long Unrecognized => Count("unrecognized");

    /// <summary>What could not be applied, the newest first.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters()
    {
        using var connection = state.Connect();
        return [.. connection.Query<Row>($"select {Columns} from inbox where state = 'dead' order by received_at desc, delivery_id").Select(row => row.ToDeadLetter())];
    }

    /// <summary>Lets a dead letter be tried again, as if it had just come.</summary>
    /// <param name="id">The delivery's id.</param>
    /// <param name="now">When it was let go.</param>
    /// <returns>Whether it was a dead letter.</returns>
    public bool Replay(string id, Instant now)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        var released = connection.Execute("""
            update inbox set state = 'received', attempts = 0, next_try_at = @now, reason = null, settled_at = null
            where delivery_id = @id and state = 'dead'
            """, new { id, now = now.ToText() }, transaction);
        Commit(transaction, released);
        return released > 0;
    }

    /// <summary>Stores deliveries, all in one transaction: they are on the disk when it returns.</summary>
    /// <returns>For each of them whether it is new; one whose id is known already is not stored again, whatever became of it.</returns>
    internal bool[] Store(IReadOnlyList<ReceivedDelivery> deliveries)
    {
        lock (writing)
            return StoreNow(deliveries);
    }

    private bool[] StoreNow(IReadOnlyList<ReceivedDelivery> deliveries)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        using var insert = new RepeatedStatement(transaction, """
            insert into inbox (delivery_id, type, sent_at, received_at, body, state, attempts, next_try_at)
            values (@id, @type, @sentAt, @receivedAt, @body, 'received', 0, @receivedAt)
            on conflict (delivery_id) do nothing
            """, "id", "type", "sentAt", "receivedAt", "body");
        var isNew = new bool[deliveries.Count];
        for (var index = 0; index < isNew.Length; index++)
        {
            var delivery = deliveries[index];
            isNew[index] = insert.Run(delivery.Id, delivery.Type, delivery.SentAt.ToText(), delivery.ReceivedAt.ToText(), delivery.Body) > 0;
        }
        Commit(transaction, isNew.Count(stored => stored));
        if (!isListening)
            Listening.Begin(connection, deliveries[0].ReceivedAt);
        isListening = true;
        return isNew;
    }

    /// <summary>The deliveries whose turn it is, the oldest first.</summary>
    internal IReadOnlyList<ReceivedDelivery> Due(int limit, Instant now)
    {
        using var connection = state.Connect();
        return
        [
            .. connection.Query<Row>($"""
                select {Columns} from inbox where state = 'received' and next_try_at <= @now order by next_try_at, delivery_id limit @limit
                """, new { now = now.ToText(), limit }).Select(row => row.ToReceived()),
        ];
    }

    /// <summary>Writes down what became of deliveries, all in one transaction.</summary>
    internal void Settle(Settlement settlement, Instant now)
    {
        lock (writing)
            SettleNow(settlement, now);
        Traffic.Settled(settlement, now);
    }

    private void SettleNow(Settlement settlement, Instant now)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        using var leave = new RepeatedStatement(transaction, """
            update inbox set state = @newState, body = @body, attempts = @attempts, reason = @reason, settled_at = @settledAt
            where delivery_id = @id and state = 'received'
            """, "newState", "body", "attempts", "reason", "settledAt", "id");
        var settledAt = now.ToText();
        var settled = 0;
        foreach (var delivery in settlement.Applied) // its content stands in the warehouse now; its id is kept to know a repetition
            settled += leave.Run("applied", "", (long)delivery.Attempts, null, settledAt, delivery.Id);
        foreach (var delivery in settlement.Unrecognized)
            settled += leave.Run("unrecognized", delivery.Body, (long)delivery.Attempts, null, settledAt, delivery.Id);
        foreach (var letter in settlement.Dead)
            settled += leave.Run("dead", letter.Body, (long)letter.Attempts, letter.Reason, settledAt, letter.Id);
        foreach (var delivery in settlement.Postponed)
        {
            connection.Execute(
                "update inbox set attempts = @Attempts, next_try_at = @NextTryAt, reason = @Reason where delivery_id = @Id", Row.Of(delivery), transaction);
        }
        Commit(transaction, -settled);
    }

    /// <summary>Forgets what was applied before an instant.</summary>
    internal void Forget(Instant before)
    {
        using var connection = state.Connect();
        lock (writing)
            connection.Execute("delete from inbox where state = 'applied' and settled_at < @before", new { before = before.ToText() });
    }

    private void Commit(DbTransaction transaction, int more)
    {
        lock (counting)
        {
            transaction.Commit();
            Interlocked.Add(ref waiting, more);
        }
    }

    private long Count(string inState)
    {
        using var connection = state.Connect();
        return connection.ExecuteScalar<long>("select count(*) from inbox where state = @inState", new { inState });
    }

    private sealed record Row(
        string Id, string Type, string SentAt, string ReceivedAt, string Body, long Attempts, string NextTryAt, string? Reason, string? SettledAt)
    {
        public static Row Of(ReceivedDelivery delivery) => new(
            delivery.Id, delivery.Type, delivery.SentAt.ToText(), delivery.ReceivedAt.ToText(), delivery.Body,
            delivery.Attempts, delivery.NextTryAt.ToText(), delivery.Reason, SettledAt: null);

        public ReceivedDelivery ToReceived() => new(Id, Type, StateTime.ToInstant(SentAt), StateTime.ToInstant(ReceivedAt), Body)
        {
            Attempts = (int)Attempts,
            NextTryAt = StateTime.ToInstant(NextTryAt),
            Reason = Reason,
        };

        public DeadLetter ToDeadLetter() =>
            new(Id, Type, StateTime.ToInstant(ReceivedAt), (int)Attempts, Reason ?? "", StateTime.ToInstant(SettledAt!), Body);
    }
}
