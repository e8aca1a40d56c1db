using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Tipstaff.Local.Commands;

namespace Tipstaff.Tests.Support;

/// <summary>The real program in a process of its own, ended by its own process id.</summary>
internal sealed class TipstaffProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private TipstaffProcess(string[] args, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandFailure).Assembly.Location, .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    public static TipstaffProcess Start(params string[] args) => new(args, []);

    public static TipstaffProcess Start(string[] args, IEnumerable<KeyValuePair<string, string>> environment) => new(args, environment);

    /// <summary>Starts the service on a free port and waits until it answers.</summary>
    public static Task<(TipstaffProcess Process, Uri Url)> StartServiceAsync(params string[] args) => StartServiceAsync(args, []);

    /// <inheritdoc cref="StartServiceAsync(string[])"/>
    public static async Task<(TipstaffProcess Process, Uri Url)> StartServiceAsync(
        string[] args, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        return (await StartServiceAsync(args, environment, url), url);
    }

    /// <summary>Starts the service, or the courthouse, at this address and waits until it answers.</summary>
    public static async Task<TipstaffProcess> StartServiceAsync(string[] args, IEnumerable<KeyValuePair<string, string>> environment, Uri url)
    {
        var process = new TipstaffProcess([.. args, "--urls", url.ToString()], environment);
        using var client = new HttpClient();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(url, "/health/live"));
                return process;
            }
            catch (HttpRequestException) when (clock.Elapsed < Patience && !process._process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
            catch (HttpRequestException error)
            {
                await process.DisposeAsync();
                throw new InvalidOperationException($"tipstaff did not come up at {url}: {process.Output}{process.Errors}", error);
            }
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static Task<(int ExitStatus, string Output, string Errors)> RunAsync(params string[] args) => RunAsync(args, []);

    /// <inheritdoc cref="RunAsync(string[])"/>
    public static async Task<(int ExitStatus, string Output, string Errors)> RunAsync(
        string[] args, IEnumerable<KeyValuePair<string, string>> environment)
    {
        await using var process = new TipstaffProcess(args, environment);
        var status = await process.WaitForExitAsync();
        return (status, process.Output, process.Errors);
    }

    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: it has no chance to finish anything.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGTERM: it may finish what is in flight.</summary>
    public void Terminate() =>
        Assert.True(SendSignal(_process.Id, SigTerm) == 0, "The process took no SIGTERM; it was gone already.");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null)
            {
                text.AppendLine(line);
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
