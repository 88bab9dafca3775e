using System.Text;
using Dapper;
using TelegramCrm.Sync.Load;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Load;

/// <summary>What a server may send by mistake or malice: each record is either put away with its bytes, or loaded and typed whole; the others never notice.</summary>
public sealed class HostileRecordTests : IDisposable
{
    private readonly TestWarehouse warehouse = new();

    public void Dispose() => warehouse.Dispose();

    private static readonly Dictionary<string, string> PutAway = new()
    {
        ["a number beyond 64 bits"] = Hostile("\"number\":1", "\"number\":9223372036854775808"),
        ["a number with an exponent"] = Hostile("\"number\":1", "\"number\":1e3"),
        ["a group beyond 64 bits"] = Hostile("-1002101424779", "-9223372036854775809"),
        ["a lone high surrogate"] = Hostile("a question", @"lone \ud83d"),
        ["a lone low surrogate"] = Hostile("a question", @"lone \ude00 here"),
        ["surrogates the wrong way round"] = Hostile("a question", @"\ude00\ud83d"),
        ["a lone surrogate in a field nobody knows"] = Ticket("bad", Noon, more: @",""colour"":""\ud83d"""),
        ["a lone surrogate in a name"] = Ticket("bad", Noon, more: @",""custom_fields"":{""\udc00"":1}"),
        ["an instant without an offset"] = Hostile("2026-03-01T12:00:00Z", "2026-03-01T12:00:00"),
        ["an instant with a blank"] = Hostile("2026-03-01T12:00:00Z", "2026-03-01 12:00:00Z"),
        ["an hour 24"] = Hostile("2026-03-01T12:00:00Z", "2026-02-28T24:00:00Z"),
        ["a leap second"] = Hostile("2026-03-01T12:00:00Z", "2016-12-31T23:59:60Z"),
        ["a 30th of February"] = Hostile("2026-03-01T12:00:00Z", "2026-02-30T12:00:00Z"),
        ["an instant before all time"] = Hostile("2026-03-01T12:00:00Z", "0001-01-01T00:00:00+05:00"),
        ["an epoch second"] = Hostile("\"2026-03-01T12:00:00Z\"", "1772366400"),
        ["two ids"] = Ticket("bad", Noon, more: ",\"id\":\"good\""),
        ["two versions"] = Ticket("bad", Noon, more: ",\"updated_at\":\"2030-01-01T00:00:00Z\""),
        ["two of which one is null"] = Ticket("bad", Noon, more: ",\"subject\":null"),
        ["nesting without an end"] = Ticket("bad", Noon, more: $",\"custom_fields\":{new string('[', 100_000)}{new string(']', 100_000)}"),
    };

    private static readonly Dictionary<string, (string Record, string Sql, string? Value)> Loaded = new()
    {
        ["NUL in a text"] = (Hostile("a question", @"a\u0000b"), "hex(subject)", "610062"),
        ["every escape"] = (Hostile("a question", @"\""\\\/\b\f\n\r\t\u00e9\ud83d\ude00"), "hex(subject)", Convert.ToHexString(Encoding.UTF8.GetBytes("\"\\/\b\f\n\r\té😀"))),
        ["no text at all"] = (Hostile("a question", ""), "subject", ""),
        ["text of a megabyte"] = (Hostile("a question", new string('x', 1 << 20)), "length(subject)::varchar", "1048576"),
        ["seven fractional digits"] = (Hostile("2026-03-01T12:00:00Z", "2026-03-01T12:00:00.1234567Z"), "updated_at::varchar", "2026-03-01 12:00:00.123456+00"),
        ["sixteen fractional digits"] = (Hostile("2026-03-01T12:00:00Z", "2026-03-01T12:00:00.1234567891234567Z"), "updated_at::varchar", "2026-03-01 12:00:00.123456+00"),
        ["a year long gone"] = (Hostile("2026-01-01T08:00:00Z", "0001-01-01T00:00:00Z"), "created_at::varchar", "0001-01-01 00:00:00+00"),
        ["the last instant there is"] = (Hostile("2026-03-01T12:00:00Z", "9999-12-31T23:59:59Z"), "updated_at::varchar", "9999-12-31 23:59:59+00"),
        ["the smallest whole number"] = (Hostile("\"number\":1", "\"number\":-9223372036854775808"), "number::varchar", "-9223372036854775808"),
        ["numbers beyond all bounds in custom fields"] = (Ticket("bad", Noon, more: $$""","custom_fields":{"a":1e400,"b":-1e400,"c":{{new string('9', 400)}},"d":0.{{new string('1', 400)}}}"""), "json_array_length(json_keys(custom_fields)::json)::varchar", "4"),
        ["one name twice in custom fields"] = (Ticket("bad", Noon, more: ""","custom_fields":{"a":1,"a":2}"""), "(custom_fields is not null)::varchar", "true"),
        ["a name without letters"] = (Ticket("bad", Noon, more: ""","custom_fields":{"":1,"\u0000":2}"""), "(custom_fields is not null)::varchar", "true"),
        ["deep nesting"] = (Ticket("bad", Noon, more: $",\"custom_fields\":{new string('[', 60)}{new string(']', 60)}"), "(custom_fields is not null)::varchar", "true"),
    };

    public static TheoryData<string> ThatArePutAway => [.. PutAway.Keys];

    public static TheoryData<string> ThatAreLoaded => [.. Loaded.Keys];

    [Theory]
    [MemberData(nameof(ThatArePutAway))]
    public async Task A_record_that_breaks_the_promise_is_put_away_with_its_bytes_and_the_others_are_loaded(string what)
    {
        var counts = await LoadAsync(PutAway[what]);
        Assert.Equal(new LoadCounts(Extracted: 3, Loaded: 2, Quarantined: 1), counts);
        Assert.Equal(PutAway[what], warehouse.One<string>("select decode(bytes) from ops.quarantine where reason <> ''"));
        Assert.Equal(["good", "last"], Staged("ticket_id").Order());
    }

    [Theory]
    [MemberData(nameof(ThatAreLoaded))]
    public async Task A_record_that_is_only_strange_comes_through_whole(string what)
    {
        var (record, sql, value) = Loaded[what];
        Assert.Equal(new LoadCounts(Extracted: 3, Loaded: 3, Quarantined: 0), await LoadAsync(record));
        Assert.Equal(["bad", "good", "last"], Staged("ticket_id").Order());
        Assert.Equal(value, Assert.Single(Staged(sql, "where ticket_id = 'bad'")));
        Assert.Equal(new LoadCounts(Extracted: 3, Loaded: 0, Quarantined: 0), await LoadAsync(record));
    }

    private static string Hostile(string part, string otherwise)
    {
        var record = Ticket("bad", Noon);
        Assert.Contains(part, record, StringComparison.Ordinal);
        return record.Replace(part, otherwise, StringComparison.Ordinal);
    }

    private async Task<LoadCounts> LoadAsync(string record)
    {
        using var batch = new LoadBatch(warehouse.File, "run-1", TimeProvider.System);
        foreach (var one in (string[])[Ticket("good", Noon), record, Ticket("last", Noon)])
            batch.Add(Streams.Tickets, Encoding.UTF8.GetBytes(one), serverNow: Noon);
        return await batch.CommitAsync(null, CancellationToken.None);
    }

    private List<string?> Staged(string sql, string where = "")
    {
        using var connection = warehouse.Connect();
        connection.Execute(File.ReadAllText(Path.Combine(TestWarehouse.SqlFolder, "staging", "tickets.sql")));
        return [.. connection.Query<string?>($"select {sql} from staging.tickets {where}")];
    }
}
