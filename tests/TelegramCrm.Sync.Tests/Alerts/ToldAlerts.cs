using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.Alerts;

namespace TelegramCrm.Sync.Tests.Alerts;

/// <summary>What was told of alerts, by ticket and level, in the order of the lines.</summary>
internal sealed class ToldAlerts : ILogger<AlertPass>
{
    public List<string> Lines { get; } = [];

    /// <summary>Whether the process dies when it is about to write a line.</summary>
    public bool Dies { get; set; }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (Dies)
            throw new InvalidOperationException("the process died here");
        var values = ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(value => value.Key, value => value.Value, StringComparer.Ordinal);
        lock (Lines)
            Lines.Add($"{values["TicketId"]} {values["Level"]}");
    }
}
