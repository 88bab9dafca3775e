using System.Runtime.InteropServices;
using System.Text;
using TelegramCrm.Cli;

Console.OutputEncoding = Encoding.UTF8;
var stoppedAt = 0L;
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return (int)await CommandLine.RunAsync(args, Shell.OfProcess(), stop.Token);

// The first signal asks for a clean end; a later one is left to the runtime, which ends the process.
void Stop(PosixSignalContext signal)
{
    // Shells and `timeout` signal a process and its group, so that one wish may arrive twice.
    signal.Cancel = !stop.IsCancellationRequested || TimeProvider.System.GetElapsedTime(stoppedAt) < TimeSpan.FromSeconds(1);
    if (!stop.IsCancellationRequested) stoppedAt = TimeProvider.System.GetTimestamp();
    stop.Cancel();
}
