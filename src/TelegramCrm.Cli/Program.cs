using System.Runtime.InteropServices;
using System.Text;
using TelegramCrm.Cli;

Console.OutputEncoding = Encoding.UTF8;
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return (int)await CommandLine.RunAsync(args, Shell.OfProcess(), stop.Token);

// The first signal asks for a clean end; the next one is left to the runtime, which ends the process.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
