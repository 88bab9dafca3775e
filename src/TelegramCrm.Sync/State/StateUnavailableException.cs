namespace TelegramCrm.Sync.State;

/// <summary>The database of the state can't be reached, or refuses us. The message names it, never its password.</summary>
/// <param name="place">Which database.</param>
/// <param name="fault">What it, or the way to it, said.</param>
public sealed class StateUnavailableException(string place, Exception fault)
    : Exception($"{place}: {fault.Message}; the state stands there: see that the server runs, and that the user named in state.postgres may use it", fault);
