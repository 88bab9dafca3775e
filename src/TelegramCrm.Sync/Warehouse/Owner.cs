using System.Text.Json;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>The process that holds a data folder.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Command">What it was started as: <c>serve</c>, <c>sync</c>, …</param>
/// <param name="Since">When it took the folder.</param>
/// <param name="ControlAddress">Where it takes commands, when it does; always a loopback address.</param>
/// <param name="ControlToken">What a command must bring. Never printed.</param>
/// <param name="DashboardAddress">Where it shows its dashboard, when it does.</param>
public sealed record Owner(int Pid, string Command, DateTimeOffset Since, Uri? ControlAddress = null, string? ControlToken = null, Uri? DashboardAddress = null)
{
    /// <summary>Reads who owns a folder; null when nobody wrote it down.</summary>
    /// <param name="folder">The data folder.</param>
    public static Owner? Read(DataFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<Owner>(File.ReadAllBytes(folder.OwnerFile));
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes who owns the folder, readable by this user only.</summary>
    /// <param name="folder">The data folder, whose lock the caller holds.</param>
    public void Write(DataFolder folder)
    {
        var draft = folder.OwnerFile + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
            JsonSerializer.Serialize(file, this);
        File.Move(draft, folder.OwnerFile, overwrite: true);
    }

    /// <summary>The record without the token, fit for any log.</summary>
    public override string ToString() => $"process {Pid} (tgcrm {Command}, since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z)";
}
