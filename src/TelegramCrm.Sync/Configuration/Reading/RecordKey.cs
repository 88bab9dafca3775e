using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>A key of an object in the file: a property of the record it is read into.</summary>
/// <param name="Property">Gives the key its name, its type and its words.</param>
/// <param name="Shape">What may stand there.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="IsParameter">Whether the record's constructor takes it.</param>
/// <param name="Initial">What holds when it is left out.</param>
internal sealed record RecordKey(PropertyInfo Property, Shape Shape, bool IsRequired, bool IsParameter, object? Initial)
{
    /// <summary>The key as it is written.</summary>
    public string Name { get; } = NameOf(Property.Name);

    /// <summary>The keys of a record, in the order it declares them.</summary>
    public static IReadOnlyList<RecordKey> Of(Type type, ConstructorInfo constructor)
    {
        var parameters = constructor.GetParameters().ToDictionary(parameter => parameter.Name!);
        // A record as it is when nothing is given; required properties are null in it, and not looked at.
        var blank = parameters.Count == 0 ? constructor.Invoke(null) : null;
        return [.. type.GetProperties().Where(property => property.CanWrite).Select(property =>
        {
            var parameter = parameters.GetValueOrDefault(property.Name);
            var isRequired = parameter is { HasDefaultValue: false } || property.IsDefined(typeof(RequiredMemberAttribute));
            var initial = parameter is { HasDefaultValue: true } ? parameter.DefaultValue : isRequired || blank is null ? null : property.GetValue(blank);
            return new RecordKey(property, Shapes.For(property.PropertyType, property), isRequired, parameter is not null, initial);
        })];
    }

    /// <summary>What a property is called in the file.</summary>
    public static string NameOf(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);

    /// <summary>The value in this object, or what stands for it when it is left out; null after reporting a problem.</summary>
    public object? Read(LocatedJson json, FileReading reading)
    {
        if (json[Name] is { } value) return Shape.Read(value, reading);
        if (!IsRequired) return Shape.Absent(json.Empty(Name), Initial, reading);
        reading.Report(json.Empty(Name), "is missing", $"add \"{Name}\": {Shape.Example}");
        return null;
    }

    /// <summary>The key's JSON Schema, with its meaning and default.</summary>
    public JsonObject Schema(SchemaWords words)
    {
        var schema = Shape.Schema(words);
        schema["description"] = words.Of(Property);
        if (Initial is not null && Shape.Write(Initial) is { } initial) schema["default"] = initial;
        return schema;
    }
}
