using System.Diagnostics;
using System.Text.Json;
using Tipstaff.Tests.Infrastructure;
using Tipstaff.Tests.Support;

[assembly: AssemblyFixture(typeof(NodeScripts))]

namespace Tipstaff.Tests.Infrastructure;

/// <summary>The scripts of this folder, by which the infrastructure's files are read: each starts when it is first asked, and ends with the last test.</summary>
public sealed class NodeScripts : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(Support.Repository.Root, "tests", "Infrastructure");
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, Process> _processes = new(StringComparer.Ordinal);

    /// <summary>Skips the test that asks where Node or the packages are missing, saying so.</summary>
    public static void Require()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "web-tree-sitter")), "No reader of Bicep: npm ci --prefix tests/Infrastructure installs it.");
        Assert.SkipUnless(Programs.IsOnPath("node"), "No reader of Bicep: Node is not installed.");
    }

    /// <summary>Asks a script one thing, and reads its answer.</summary>
    public async Task<T> AskAsync<T>(string script, object question)
    {
        await _turn.WaitAsync();
        try
        {
            if (!_processes.TryGetValue(script, out var process))
            {
                _processes[script] = process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, script)])
                {
                    UseShellExecute = false,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                })!;
            }

            using var patience = new CancellationTokenSource(Patience);
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(question, Json).AsMemory(), patience.Token);
            await process.StandardInput.FlushAsync(patience.Token);
            var answer = await process.StandardOutput.ReadLineAsync(patience.Token);
            Assert.True(answer is not null, $"{script} ended without an answer; its errors stand above.");
            return JsonSerializer.Deserialize<T>(answer, Json)!;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _turn.Dispose();
    }
}
