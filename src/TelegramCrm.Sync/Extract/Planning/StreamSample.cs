using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract.Planning;

/// <summary>
/// Guesses how many records a stream holds that was never read. The API gives no counts, so an ordered stream is asked for
/// a few keys at four places spread evenly over its span: how close they stand there tells how many lie around them.
/// </summary>
/// <param name="stream">Which stream.</param>
/// <param name="client">The CRM.</param>
/// <param name="time">Measures how long an answer takes.</param>
internal sealed class StreamSample(CrmStream stream, CrmClient client, TimeProvider time)
{
    private const int Keys = 100;
    private const int Places = 4;

    private readonly RecordReader reader = new(stream.KeysOnly, _ => { });

    private sealed record Taken(IReadOnlyList<Instant> Versions, int Records, bool HasMore, Instant ServerAt);

    /// <summary>Requests sent so far.</summary>
    public int Requests { get; private set; }

    /// <summary>How long an answer took on average; null before the first one.</summary>
    public Duration? TimeOfAnAnswer => Requests == 0 ? null : Duration.FromTimeSpan(taken) / Requests;

    private TimeSpan taken;

    /// <summary>Counts or guesses the records of a span; null where nothing tells.</summary>
    /// <param name="span">Which versions; a list without such bounds is asked for all of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CrmException">The CRM refused or was away.</exception>
    public async Task<long?> CountAsync(VersionSpan span, CancellationToken cancellationToken)
    {
        var first = await TakeAsync(span, stream.IsOrdered ? Keys : ExtractLimits.MaxPageSize, cancellationToken);
        if (!first.HasMore)
            return first.Records;
        return stream.IsOrdered && first.Versions is [var from, ..] ? await GuessAsync(new VersionSpan(from, Instant.Min(span.Until, first.ServerAt)), cancellationToken) : null;
    }

    private async Task<long> GuessAsync(VersionSpan span, CancellationToken cancellationToken)
    {
        var part = (span.Until - span.From) / Places;
        var sum = 0.0;
        for (var place = 0; place < Places; place++)
        {
            var from = span.From + (part * place);
            var middle = from + (part / 2);
            var sample = await TakeAsync(span with { From = middle }, Keys, cancellationToken);
            if (!sample.HasMore)
                return (long)Math.Ceiling(sum + (sample.Records * ((span.Until - from) / (span.Until - middle)))); // as dense to the end as from here on
            if (sample.Versions is [.., var last])
                sum += last > middle ? sample.Records * (part / (last - middle)) : sample.Records;
        }
        return (long)Math.Ceiling(sum);
    }

    private async Task<Taken> TakeAsync(VersionSpan span, int records, CancellationToken cancellationToken)
    {
        var query = (stream.KeysQuery ?? stream.Query).ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        query["limit"] = records.ToString();
        query[stream.SinceParameter] = span.FromOrNull is { } from ? InstantPattern.ExtendedIso.Format(from) : null;
        if (stream.UntilParameter is { } until)
            query[until] = span.UntilOrNull is { } end ? InstantPattern.ExtendedIso.Format(end) : null;
        var begun = time.GetTimestamp();
        using var page = await client.GetPageAsync(stream.Path, query, cancellationToken);
        taken += time.GetElapsedTime(begun);
        Requests++;
        return new Taken([.. Versions(page)], page.Records.Count, page.HasMore, page.ServerTime);
    }

    private List<Instant> Versions(CrmPage page)
    {
        var versions = new List<Instant>();
        foreach (var record in page.Records)
        {
            try
            {
                reader.Read(page.Bytes.Span[record]);
                versions.Add(reader.VersionAt);
            }
            catch (Exception e) when (e is MalformedRecordException or JsonException)
            {
                // the run will say what is wrong with it
            }
        }
        return versions;
    }
}
