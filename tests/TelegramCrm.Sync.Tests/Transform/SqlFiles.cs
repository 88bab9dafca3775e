using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Tests.Transform;

/// <summary>A SQL folder of a test's own, gone afterwards.</summary>
internal sealed class SqlFiles : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tgcrm-sql-").FullName;

    public SqlFiles Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>A model with a true header: <c>select 1 as id from …</c> all its inputs.</summary>
    public SqlFiles Model(string file, params string[] inputs)
    {
        var relation = $"{file.Split('/')[0]}.{System.IO.Path.GetFileNameWithoutExtension(file)}";
        var from = string.Concat(inputs.Select((input, index) => $"{(index == 0 ? " from " : ", ")}{input} as i{index}"));
        return Write(file, $"-- {relation}: a test's\n-- grain: one · key: id · inputs: {string.Join(", ", inputs)}\ncreate or replace table {relation} as\nselect 1 as id{from};\n");
    }

    public SqlFolder Load() => SqlFolder.Load(Path);

    public string Refusal() => Assert.Throws<SqlFileException>(Load).Message;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
