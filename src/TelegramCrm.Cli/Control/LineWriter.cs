using System.Text;

namespace TelegramCrm.Cli.Control;

/// <summary>Hands on what is written to it a line at a time. Safe for several writers.</summary>
/// <param name="onLine">Told each line, without its end.</param>
internal sealed class LineWriter(Action<string> onLine) : TextWriter
{
    private readonly StringBuilder line = new();

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        lock (line)
        {
            if (value == '\n')
                HandOn();
            else if (value != '\r')
                line.Append(value);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        lock (line)
        {
            if (line.Length > 0)
                HandOn();
        }
    }

    private void HandOn()
    {
        onLine(line.ToString());
        line.Clear();
    }
}
