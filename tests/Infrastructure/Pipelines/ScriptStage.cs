using System.Diagnostics;
using System.Text;
using Tipstaff.Local.Commands;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>A folder with the pipeline's scripts in which <c>az</c>, <c>curl</c> and <c>dotnet</c> give recorded answers, and everything else is real.</summary>
internal sealed class ScriptStage : IDisposable
{
    // A call that nobody recorded fails, so that a test cannot pass on what it did not think of.
    private const string StandIn = """
        #!/usr/bin/env bash
        call="$(basename "$0") $*"
        echo "$call${TIPSTAFF_DELIVERY_REPORTS_URL:+ [reports to $TIPSTAFF_DELIVERY_REPORTS_URL]}" >>"$STAGE_FOLDER/calls"
        [ "$(basename "$0")" != curl ] || [[ "$*" != *'--data @-'* ]] || cat >>"$STAGE_FOLDER/posted"
        [[ "$call" != *' --secrets '* ]] || cp "$(sed 's/.* --secrets \([^ ]*\).*/\1/' <<<"$call")" "$STAGE_FOLDER/kept-secrets"
        for answer in "$STAGE_FOLDER"/answers/*; do
          if [[ "$call" == *"$(cat "$answer/when")"* && "$(cat "$answer/left")" != 0 ]]; then
            echo "$(($(cat "$answer/left") - 1))" >"$answer/left"
            [ ! -s "$answer/file" ] || { while [ "$1" != --file ]; do shift; done; cp "$answer/file" "$2"; }
            [ ! -s "$answer/publish" ] || { while [ "$1" != --output ]; do shift; done; mkdir -p "$2"; cp "$answer/publish" "$2/program.dll"; }
            [ ! -s "$answer/runs" ] || exec "$(cat "$answer/runs")" "${@/*tipstaff.dll/$(cat "$answer/program")}"
            cat "$answer/output"
            exit "$(cat "$answer/status")"
          fi
        done
        echo "nobody recorded: $call" >&2
        exit 97
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private int _answers;

    public ScriptStage()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Support.Repository.Root, "pipelines"), "*.sh", SearchOption.AllDirectories))
        {
            var copy = _folder.Combine(Path.GetRelativePath(Support.Repository.Root, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        Directory.CreateDirectory(_folder.Combine("bin"));
        Directory.CreateDirectory(_folder.Combine("answers"));
        foreach (var program in new[] { "az", "curl", "dotnet" })
        {
            Write(Path.Combine("bin", program), StandIn);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(_folder.Combine("bin", program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        Write("artifact/version", "20261121.3+c0ffee\n");
        Write("artifact/history", "c0ffee\ncafe\nbeef\n");
        Write("artifact/app.zip", "package");
        Write("artifact/infra-bicep/main.bicep", "");
        Write("artifact/infra-bicep/queries/vital-signs.kql", "AppMetrics\n| where Name == 'tipstaff.ticks'\n");
        Write("artifact/infra-bicep/prod.bicepparam", "");
        (Environment["RESOURCE_GROUP"], Environment["STAGE"]) = ("tipstaff-prod", "prod");
    }

    /// <summary>The environment beside this process's own.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string Artifact => _folder.Combine("artifact");

    /// <summary>What was called, line by line.</summary>
    public string Calls => Read("calls");

    /// <summary>What was posted.</summary>
    public string Posted => Read("posted");

    /// <summary>Skips the test that asks where the scripts cannot run, saying so.</summary>
    public static void Require() => Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/bin/bash"), "No bash: the pipeline's scripts run on Linux.");

    /// <summary>Records an answer to a call that has a text in it; of several that fit the first recorded wins.</summary>
    /// <param name="when">A part of the call: program and arguments.</param>
    /// <param name="output">What it prints.</param>
    /// <param name="status">Its exit status.</param>
    /// <param name="file">What it writes to the file behind <c>--file</c>; none unless given.</param>
    /// <param name="publish">What it writes into the folder behind <c>--output</c>; none unless given.</param>
    /// <param name="times">How often it is given; then the next that fits is.</param>
    public void Answer(string when, string output = "", int status = 0, string file = "", string publish = "", int times = int.MaxValue) =>
        Record([("when", when), ("output", output), ("status", $"{status}"), ("file", file), ("publish", publish), ("left", $"{times}")]);

    /// <summary>Has a call that has a text in it made for real, by the command line of this build.</summary>
    public void RunTipstaff(string when) =>
        Record([("when", when), ("left", $"{int.MaxValue}"), ("runs", DotnetPath()), ("program", typeof(CommandFailure).Assembly.Location)]);

    /// <summary>Where a file of this stage lies.</summary>
    public string PathOf(string path) => _folder.Combine(path);

    public string Read(string path) => File.Exists(_folder.Combine(path)) ? File.ReadAllText(_folder.Combine(path)) : "";

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Combine(path))!);
        File.WriteAllText(_folder.Combine(path), text);
    }

    /// <summary>Runs git, for real, in the folder.</summary>
    public async Task GitAsync(params string[] args)
    {
        var (status, output) = await RunProgramAsync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main", .. args]);
        Assert.True(status == 0, output);
    }

    /// <summary>Runs a script; gives its exit status and all that it said.</summary>
    public Task<(int Status, string Output)> RunAsync(string script, params string[] args) => RunProgramAsync("bash", [_folder.Combine("pipelines", "scripts", script), .. args]);

    /// <summary>Runs lines of a document as a reader would who types them into one shell; the first that fails ends it.</summary>
    public Task<(int Status, string Output)> RunLinesAsync(string lines) => RunProgramAsync("bash", ["-euc", lines]);

    public void Dispose() => _folder.Dispose();

    private static string DotnetPath() =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);

    private void Record((string Name, string Text)[] parts)
    {
        var folder = $"answers/{_answers++:000}";
        foreach (var (name, text) in parts)
        {
            Write($"{folder}/{name}", text);
        }
    }

    private async Task<(int Status, string Output)> RunProgramAsync(string program, string[] args)
    {
        var start = new ProcessStartInfo(program, args) { UseShellExecute = false, WorkingDirectory = _folder.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder.Combine("bin")}:{System.Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["STAGE_FOLDER"] = _folder.Root;
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, new StringBuilder(await output).Append(await errors).ToString());
    }
}
