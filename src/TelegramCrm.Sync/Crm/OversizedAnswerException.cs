namespace TelegramCrm.Sync.Crm;

/// <summary>An answer, unpacked, is larger than is taken. Asking again would bring the same.</summary>
/// <param name="maxBytes">The largest that is taken.</param>
public sealed class OversizedAnswerException(long maxBytes) : Exception($"the answer is larger than {maxBytes} bytes; lower source.pageSize");
