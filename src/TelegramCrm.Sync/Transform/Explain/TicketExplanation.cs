using NodaTime;

namespace TelegramCrm.Sync.Transform.Explain;

/// <summary>All that a ticket's figures are made of.</summary>
public sealed record TicketExplanation
{
    /// <summary>The instant that the figures take for now.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>The ticket.</summary>
    public required ExplainedTicket Ticket { get; init; }

    /// <summary>Events and messages, in the order of time.</summary>
    public required IReadOnlyList<ExplainedHappening> Happenings { get; init; }

    /// <summary>Its stays in a status.</summary>
    public required IReadOnlyList<ExplainedSpan> Spans { get; init; }

    /// <summary>Why which calendar and policy held, again for each standing by queue and priority.</summary>
    public required IReadOnlyList<ExplainedRule> Rules { get; init; }

    /// <summary>Its life, in pieces.</summary>
    public required IReadOnlyList<ExplainedSlice> Slices { get; init; }

    /// <summary>When its calendars were open in the meantime.</summary>
    public required IReadOnlyList<ExplainedOpenTime> OpenTimes { get; init; }

    /// <summary>Its clocks.</summary>
    public required IReadOnlyList<ExplainedClock> Clocks { get; init; }

    /// <summary>What each clock counted.</summary>
    public required IReadOnlyList<ExplainedAddend> Addends { get; init; }

    /// <summary>What was promised.</summary>
    public required IReadOnlyList<ExplainedPromise> Promises { get; init; }

    /// <summary>Settings under which a figure would be another one.</summary>
    public required IReadOnlyList<ExplainedAlternative> Alternatives { get; init; }

    /// <summary>The slices that a clock ran through, counted or not.</summary>
    public IEnumerable<ExplainedAddend> AddendsOf(ExplainedClock clock) =>
        Addends.Where(addend => addend.Clock == clock.Clock && addend.Instance == clock.Instance);

    /// <summary>The open time that a slice's working seconds are made of.</summary>
    public IEnumerable<ExplainedOpenTime> CountedIn(ExplainedSlice slice) =>
        OpenTimes.Where(open => open.IsCounted && open.SliceStartedAt == slice.StartedAt);

    /// <summary>The open time that a clock's working seconds of a slice are made of.</summary>
    public IEnumerable<ExplainedOpenTime> CountedIn(ExplainedAddend addend) =>
        OpenTimes.Where(open => open.CalendarId == addend.CalendarId && open.SliceStartedAt == addend.SliceStartedAt);
}
