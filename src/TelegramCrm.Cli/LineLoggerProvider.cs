using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Cli;

/// <summary>Logs a line an event: time in UTC, level, who, what. Made for stderr, where logs always go.</summary>
/// <param name="writer">Takes the lines.</param>
/// <param name="time">The clock.</param>
internal sealed class LineLoggerProvider(TextWriter writer, TimeProvider time) : ILoggerProvider
{
    private readonly Lock turn = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName.Split('.')[^1]);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (turn) writer.Flush();
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var at = InstantPattern.General.Format(Instant.FromDateTimeOffset(time.GetUtcNow()));
        lock (turn)
        {
            writer.WriteLine($"{at} {Name(level)} {category}: {PlainText.Of(message)}");
            if (exception is not null) writer.WriteLine(exception);
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        _ => "error",
    };

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(logLevel, category, formatter(state, exception), exception);
    }
}
