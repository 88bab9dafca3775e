using System.Text;
using NodaTime;
using TelegramCrm.Sync.Load;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Load;

public sealed class RecordReaderTests
{
    [Theory]
    [InlineData("""[]""", null, "not an object")]
    [InlineData("""{"name":"x","updated_at":"2026-03-01T12:00:00Z"}""", "id", "missing or null")]
    [InlineData("""{"id":"","name":"x","updated_at":"2026-03-01T12:00:00Z"}""", "id", "empty")]
    [InlineData("""{"id":"q","name":null,"updated_at":"2026-03-01T12:00:00Z"}""", "name", "missing or null")]
    [InlineData("""{"id":"q","name":"x","is_default":"yes","updated_at":"2026-03-01T12:00:00Z"}""", "is_default", "not true or false")]
    [InlineData("""{"id":"q","name":"x","updated_at":"2026-03-01T12:00:00"}""", "updated_at", "an instant without an offset")]
    [InlineData("""{"id":"q","name":"x","updated_at":"2026-13-01T12:00:00Z"}""", "updated_at", "not an RFC 3339 instant")]
    [InlineData("""{"id":"q","name":"x","updated_at":1772366400}""", "updated_at", "not an RFC 3339 instant")]
    [InlineData("""{"id":"q","name":"lone \ud83d surrogate","updated_at":"2026-03-01T12:00:00Z"}""", null, "an escaped surrogate has no partner")]
    public void A_record_that_breaks_the_promise_is_refused_with_field_and_reason(string record, string? field, string reason)
    {
        var fault = Assert.Throws<MalformedRecordException>(() => Read(Streams.Queues, record));
        Assert.Equal((field, reason), (fault.Field, fault.Reason));
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("1.5")]
    [InlineData("\"1\"")]
    public void A_number_out_of_range_or_of_another_type_is_refused_and_not_coerced(string number)
    {
        var ticket = Ticket("t1", Noon).Replace("\"number\":1", $"\"number\":{number}", StringComparison.Ordinal);
        Assert.Equal("number", Assert.Throws<MalformedRecordException>(() => Read(Streams.Tickets, ticket)).Field);
    }

    [Fact]
    public void A_fault_deep_inside_is_named_by_its_path()
    {
        var ticket = Ticket("t1", Noon, more: ""","customer":{"username":"x"}""");
        Assert.Equal("customer.id", Assert.Throws<MalformedRecordException>(() => Read(Streams.Tickets, ticket)).Field);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        var record = Encoding.UTF8.GetBytes(Queue("q1", Noon, "x?y"));
        record[Array.IndexOf(record, (byte)'?')] = 0xC3;
        Assert.Equal("not valid UTF-8", Assert.Throws<MalformedRecordException>(() => new RecordReader(Streams.Queues, _ => { }).Read(record)).Reason);
    }

    [Theory]
    [InlineData("2026-03-01T13:00:00+01:00")]
    [InlineData("2026-03-01T12:00:00.000000Z")]
    [InlineData("2026-03-01T06:30:00.0-05:30")]
    public void Every_way_to_write_an_instant_is_the_same_instant(string written) =>
        Assert.Equal(Noon, Read(Streams.Queues, $$"""{"id":"q1","name":"x","updated_at":"{{written}}"}""").VersionAt);

    [Fact]
    public void Microseconds_count() =>
        Assert.Equal(Noon + Duration.FromNanoseconds(123456000), Read(Streams.Queues, """{"id":"q1","name":"x","updated_at":"2026-03-01T12:00:00.123456Z"}""").VersionAt);

    [Fact]
    public void Fields_may_come_in_any_order() =>
        Assert.Equal("q1", Read(Streams.Queues, """{"updated_at":"2026-03-01T12:00:00Z","team":null,"name":"x","id":"q1"}""").Id);

    private static RecordReader Read(CrmStream stream, string record)
    {
        var reader = new RecordReader(stream, _ => { });
        reader.Read(Encoding.UTF8.GetBytes(record));
        return reader;
    }
}
