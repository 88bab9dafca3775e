using System.Text.Json;

namespace TelegramCrm.Sync.Load;

/// <summary>A short text as UTF-8, in a buffer that serves one record after the other.</summary>
internal sealed class ReusedText
{
    private byte[] buffer = new byte[64];
    private int length;

    /// <summary>The text; valid until the next one is taken.</summary>
    public Span<byte> Span => buffer.AsSpan(0, length);

    /// <summary>Forgets the text.</summary>
    public void Clear() => length = 0;

    /// <summary>Takes the string the reader stands on, its escapes resolved.</summary>
    public void Take(ref Utf8JsonReader reader)
    {
        if (buffer.Length < reader.ValueSpan.Length)
            buffer = new byte[reader.ValueSpan.Length * 2];
        length = reader.CopyString(buffer);
    }
}
