using Dapper;

namespace TelegramCrm.Sync.Tests.Transform;

/// <summary>Between two transforms; that a transform after them gives the rows of a full one, <see cref="IncrementTests"/> draws.</summary>
public sealed class RefreshTests : IDisposable
{
    private const int Ticket = 0, Message = 2, Event = 5;

    private readonly ChangingCrm crm = new();

    [Fact]
    public void A_reply_shows_in_the_clocks_of_its_ticket_at_once_and_of_no_other()
    {
        Begin();
        var before = Metrics();
        Reply(ticket: 1);
        Assert.Equal(1, crm.Refresh(24));
        Assert.Equal([1, 0], crm.Connection.Query<long>("select reply_count from analytics.ticket_metrics order by ticket_id"));
        Assert.Equal(before["t2"], Metrics()["t2"]);
    }

    [Fact]
    public void A_ticket_that_is_new_has_its_clocks_at_once_and_one_that_was_deleted_has_none()
    {
        Begin();
        crm.Load(new(Ticket, 3, 1, 1));
        crm.Load(new(Message, 6, Other: 3, At: 170));
        crm.Load(new(Ticket, 1, 1, 11));
        Assert.Equal(2, crm.Refresh(24));
        Assert.Equal(["t2", "t3"], Metrics().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["t2", "t3"], crm.Connection.Query<string>("select distinct ticket_id from analytics.messages order by all"));
    }

    [Fact]
    public void What_sums_up_many_tickets_follows_with_the_next_transform()
    {
        Begin();
        var replies = () => crm.Connection.ExecuteScalar<long>("select coalesce(sum(replies), 0)::bigint from analytics.agent_daily");
        Reply(ticket: 1);
        crm.Refresh(24);
        Assert.Equal(0, replies());
        Assert.False(crm.Transform(24).IsFull);
        Assert.Equal(1, replies());
    }

    [Fact]
    public void The_months_that_it_changed_are_those_of_the_next_transform()
    {
        Begin();
        Reply(ticket: 1);
        crm.Refresh(24);
        var next = crm.Transform(24).Number;
        Assert.Contains(("analytics.messages", next), crm.Connection.Query<(string, long)>("select relation, transform_number from ops.changed_partitions"));
    }

    [Fact]
    public void It_is_pending_until_the_next_transform()
    {
        Begin();
        Assert.False(Sync.Transform.Refresh.IsPending(crm.Connection));
        Reply(ticket: 1);
        crm.Refresh(24);
        Assert.True(Sync.Transform.Refresh.IsPending(crm.Connection));
        crm.Transform(24);
        Assert.False(Sync.Transform.Refresh.IsPending(crm.Connection));
    }

    [Fact]
    public void What_it_has_seen_it_does_not_compute_again()
    {
        Begin();
        Reply(ticket: 1);
        Assert.Equal((1, 0), (crm.Refresh(24), crm.Refresh(25)));
        crm.Load(new(Event, 4, Other: 2, At: 36));
        Assert.Equal(1, crm.Refresh(26));
    }

    [Fact]
    public void All_that_was_loaded_of_its_tickets_counts_whoever_loaded_it()
    {
        Begin();
        Reply(ticket: 1);
        crm.Connection.Execute("update ops.loads set run_id = 'a poll' where load_id > 4");
        Assert.Equal(0, crm.Refresh(24));
        crm.Load(new(Event, 4, Other: 1, At: 36));
        Assert.Equal(1, crm.Refresh(25));
        Assert.Equal(1, crm.Connection.ExecuteScalar<long>("select reply_count from analytics.ticket_metrics where ticket_id = 't1'"));
    }

    [Fact]
    public void Before_the_first_transform_or_under_other_opening_hours_the_next_transform_is_waited_for()
    {
        crm.Load(new(Ticket, 1, 1, 1));
        Assert.Equal(0, crm.Refresh(20));
        crm.Transform(20);
        crm.Connection.Execute("update staging.working_intervals set closes_at = closes_at - interval 1 minute where opens_at = (select max(opens_at) from staging.working_intervals)");
        Reply(ticket: 1);
        Assert.Equal(0, crm.Refresh(24));
    }

    public void Dispose() => crm.Dispose();

    private void Begin()
    {
        crm.Load(new(Ticket, 1, 1, 1));
        crm.Load(new(Ticket, 2, 1, 1));
        crm.Load(new(Message, 1, Other: 1, At: 30));
        crm.Load(new(Message, 2, Other: 2, At: 30));
        Assert.True(crm.Transform(20).IsFull);
    }

    private void Reply(int ticket) => crm.Load(new(Message, 5, ticket, At: 303));

    private Dictionary<string, string> Metrics() => crm.Connection.Query<(string Ticket, string Row)>("select ticket_id, to_json(metrics)::varchar from analytics.ticket_metrics as metrics").ToDictionary(row => row.Ticket, row => row.Row);
}
