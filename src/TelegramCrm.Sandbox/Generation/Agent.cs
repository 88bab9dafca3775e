namespace TelegramCrm.Sandbox.Generation;

/// <summary>Someone who answers.</summary>
/// <param name="Id">The agent's id.</param>
/// <param name="Name">First and last name.</param>
/// <param name="Role">As the contract has it.</param>
/// <param name="Shift">When they work.</param>
/// <param name="QueueIds">Which queues they serve, the main one first.</param>
/// <param name="Pace">How much they take on, compared with others.</param>
internal sealed record Agent(string Id, string Name, string Role, Shift Shift, IReadOnlyList<string> QueueIds, double Pace)
{
    public string FirstName => Name.Split(' ')[0];

    public string Username => Name.Replace(' ', '_').ToLowerInvariant();
}

/// <summary>The hours of a working day, in UTC.</summary>
/// <param name="From">First hour.</param>
/// <param name="To">Hour at which it ends.</param>
/// <param name="OnWeekends">Whether Saturday and Sunday are worked, instead of Tuesday and Wednesday.</param>
internal readonly record struct Shift(int From, int To, bool OnWeekends)
{
    public bool Covers(DateTimeOffset at) => at.Hour >= From && at.Hour < To && at.DayOfWeek switch
    {
        DayOfWeek.Saturday or DayOfWeek.Sunday => OnWeekends,
        DayOfWeek.Tuesday or DayOfWeek.Wednesday => !OnWeekends,
        _ => true,
    };
}
