using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Tests.State;

/// <summary>A PostgreSQL server of the tests' own: on loopback, in a temporary folder, gone with the tests.</summary>
public sealed class PostgresServer : IDisposable
{
    private const string User = "tester";

    private static readonly Lazy<PostgresServer?> Running = new(Start);

    private readonly string folder;
    private readonly string password = Guid.NewGuid().ToString("n");
    private readonly int port = FreePort();
    private int databases;

    private PostgresServer(string folder) => this.folder = folder;

    /// <summary>Where Debian, Ubuntu and the PostgreSQL project's own packages put the server; null where there is none.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    /// <summary>An empty state in a database of its own, on the one server of this test process; skips the test where PostgreSQL is not installed.</summary>
    public static PostgresState NewState() => new(NewDatabase());

    /// <summary>The connection string of an empty database of its own, on the one server of this test process; skips the test where PostgreSQL is not installed.</summary>
    public static string NewDatabase()
    {
        Skip.If(Running.Value is null, "PostgreSQL's server is not installed here; on Debian: apt-get install postgresql");
        return Running.Value!.AddDatabase();
    }

    private string AddDatabase()
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        using var connection = new NpgsqlConnection(ConnectionStringOf("postgres"));
        connection.Open();
        using var command = new NpgsqlCommand($"create database {name}", connection);
        command.ExecuteNonQuery();
        return ConnectionStringOf(name);
    }

    public void Dispose()
    {
        Run("pg_ctl", "-D", DataFolder, "-m", "immediate", "-w", "stop");
        Directory.Delete(folder, recursive: true);
    }

    private string DataFolder => Path.Combine(folder, "data");

    private string ConnectionStringOf(string database) => $"Host=127.0.0.1;Port={port};Username={User};Password={password};Database={database};Pooling=true;Maximum Pool Size=20";

    private static PostgresServer? Start()
    {
        if (Programs is null)
            return null;
        var server = new PostgresServer(Directory.CreateTempSubdirectory("tgcrm-postgres-").FullName);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        server.Launch();
        return server;
    }

    private void Launch()
    {
        var passwordFile = Path.Combine(folder, "password");
        File.WriteAllText(passwordFile, password);
        if (IsRoot) // the server refuses to run as root
            Must(Process.Start("chown", ["-R", "postgres", folder]), "chown");
        Run("initdb", "-D", DataFolder, "-U", User, "--pwfile", passwordFile, "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        Run("pg_ctl", "-D", DataFolder, "-w", "-l", Path.Combine(folder, "log"), "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=500", "start");
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static void Run(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        var start = IsRoot
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = "/";
        start.RedirectStandardOutput = true;
        Must(Process.Start(start), program);
    }

    private static void Must(Process? started, string program)
    {
        using var process = started!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
