namespace TelegramCrm.Sync.Transform;

/// <summary>How much of a relation is made anew when some tickets have changed, as its header says.</summary>
public enum Rebuilt
{
    /// <summary>All of it, whenever something it reads has changed. What a header means that says nothing.</summary>
    Whole,

    /// <summary>
    /// <c>rebuilt: by ticket</c>: the rows of the changed tickets. It has a column <c>ticket_id</c>, and a ticket's rows come from rows of the same
    /// ticket and from relations that do not hang on tickets.
    /// </summary>
    ByTicket,

    /// <summary>
    /// <c>rebuilt: by day</c>: the rows of the days that changed tickets have rows of. Its key begins with <c>day</c>, the UTC day on which rows
    /// of one of its inputs were born (see <see cref="TimeOfBirth"/>).
    /// </summary>
    ByDay,
}
