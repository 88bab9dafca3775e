using System.Text;

namespace TelegramCrm.Sync.Load;

/// <summary>One field of a record, as the API promises it.</summary>
/// <param name="Name">Its JSON name.</param>
/// <param name="Kind">What its value must be.</param>
/// <param name="Required">Whether it must be there and not null.</param>
/// <param name="Role">What loading needs it for.</param>
/// <param name="Fields">The fields of an <see cref="FieldKind.Nested"/>.</param>
public sealed record Field(string Name, FieldKind Kind, bool Required = false, FieldRole Role = FieldRole.None, IReadOnlyList<Field>? Fields = null)
{
    internal byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);

    internal IReadOnlyList<Field> Inner { get; } = Fields ?? [];
}
