using NodaTime;
using Quartz;

namespace TelegramCrm.Sync.Configuration;

/// <summary>When something is to happen again: <c>every 5m</c>, or a cron expression such as <c>0 2 * * *</c> (02:00 every day).</summary>
public sealed record Schedule
{
    /// <summary>The time between two starts; null when <see cref="Cron"/> says when.</summary>
    public Duration? Every { get; private init; }

    /// <summary>A cron expression in Quartz's own form, seconds first; null when <see cref="Every"/> says when.</summary>
    public string? Cron { get; private init; }

    /// <summary>Reads <c>every DURATION</c> or a cron expression of five fields, or of six with the seconds first.</summary>
    /// <exception cref="UnreadableTextException">It is neither.</exception>
    public static Schedule Parse(string text)
    {
        if (text.StartsWith("every ", StringComparison.Ordinal))
        {
            var every = DurationText.Parse(text["every ".Length..].Trim());
            return every > Duration.Zero ? new() { Every = every } : throw new UnreadableTextException($"\"{text}\" never rests", "write \"every 5m\"");
        }
        var format = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 5 ? CronFormat.Unix : CronFormat.Quartz;
        return CronExpression.TryParse(text, format, out var cron)
            ? new() { Cron = cron.CronExpressionString }
            : throw new UnreadableTextException($"\"{text}\" is no schedule", "write \"every 5m\", or a cron expression such as \"0 2 * * *\" for 02:00 every day");
    }

    /// <summary>As it may be written in the file.</summary>
    public override string ToString() => Every is { } every ? $"every {DurationText.Format(every)}" : Cron!;
}
