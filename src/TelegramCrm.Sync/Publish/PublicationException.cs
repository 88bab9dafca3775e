namespace TelegramCrm.Sync.Publish;

/// <summary>A version could not be made; the one before it is untouched.</summary>
/// <param name="where">The relation, column or file.</param>
/// <param name="what">What is wrong with it, and what to do.</param>
public sealed class PublicationException(string where, string what) : Exception($"{where}: {what}");
