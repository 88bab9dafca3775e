namespace TelegramCrm.Cli;

/// <summary>A command won't do what was asked for, so that nothing is lost or broken.</summary>
/// <param name="where">The file, address or option.</param>
/// <param name="what">Why not.</param>
/// <param name="remedy">What to do.</param>
internal sealed class RefusedException(string where, string what, string remedy) : Exception($"{where}: {what}; {remedy}");
