using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Data.Tables;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Support;

[assembly: AssemblyFixture(typeof(Tipstaff.Tests.Harness.Tables.AzuriteServer))]

namespace Tipstaff.Tests.Harness.Tables;

/// <summary>A real table server, started when the first test asks for it and ended with the last.</summary>
/// <remarks>Each asker gets an empty account. It is Azurite, with which Microsoft has the SDKs' users test.</remarks>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const int Accounts = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _starting = new(1);
    private readonly StringBuilder _output = new();
    private Process? _process;
    private int _port;
    private int _given;

    /// <summary>A client of an account that nobody else uses, or skips the test that asks, saying so.</summary>
    public async Task<TableServiceClient> OpenAsync()
    {
        var endpoint = await RequireAsync();
        return new(endpoint, DelegatedTokenCredential.Create((_, _) => default));
    }

    /// <summary>The endpoint of an account that nobody else uses, or skips the test that asks, saying so.</summary>
    public async Task<Uri> RequireAsync()
    {
        var folder = Path.Combine(Support.Repository.Root, "tests", "AzureHarness");
        var isInstalled = Directory.Exists(Path.Combine(folder, "node_modules", "azurite"));
        Assert.SkipUnless(isInstalled, "No table server: npm ci --prefix tests/AzureHarness installs it.");
        Assert.SkipUnless(Programs.IsOnPath("node"), "No table server: Node is not installed.");
        await _starting.WaitAsync();
        try
        {
            _process ??= await StartAsync(Path.Combine(folder, "table-server.js"));
        }
        finally
        {
            _starting.Release();
        }

        var number = Interlocked.Increment(ref _given);
        Assert.InRange(number, 1, Accounts);
        var endpoint = new Uri($"http://127.0.0.1:{_port}/{Name(number)}");
        TableServers.Register(endpoint, Name(number), Key(number));
        return endpoint;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        _process?.Dispose();
        _starting.Dispose();
    }

    private static string Name(int number) => $"account{number}";

    private static string Key(int number) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Name(number))));

    private async Task<Process> StartAsync(string script)
    {
        _port = TipstaffProcess.FreePort();
        var start = new ProcessStartInfo(
            "node",
            [
                script, "--inMemoryPersistence", "--tablePort", $"{_port}", "--disableTelemetry", "--disableProductStyleUrl", "--silent",
                // By default it ends a connection that was idle for five seconds, under load with a request on its way.
                "--tableKeepAliveTimeout", "3600",
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(1, Accounts).Select(one => $"{Name(one)}:{Key(one)}"));
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (clock.Elapsed > Patience || process.HasExited)
            {
                process.Kill();
                throw new InvalidOperationException($"The table server did not come up at port {_port}: {_output}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return process;
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
