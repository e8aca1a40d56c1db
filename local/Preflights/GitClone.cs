using System.Diagnostics;
using System.Text;
using Tipstaff.Local.Commands;
using Tipstaff.Preflights;

namespace Tipstaff.Local.Preflights;

/// <summary>A clone of the repository, asked by git itself.</summary>
/// <param name="folder">A folder within it.</param>
internal sealed class GitClone(string folder)
{
    private const int FieldsOfACommit = 5;

    // Paths are those of the whole tree, and git takes them from where it runs.
    private string? _root;

    /// <summary>The commit that a name stands for; null where there is none of that name.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var (status, output) = await TryAsync(cancellationToken, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{name}^{{commit}}");
        return status == 0 ? output.Trim() : null;
    }

    /// <summary>Main as the server has it, else as the clone has it; null where there is neither.</summary>
    public async Task<string?> FindMainAsync(CancellationToken cancellationToken) =>
        await FindAsync("refs/remotes/origin/main", cancellationToken) ?? await FindAsync("refs/heads/main", cancellationToken);

    /// <summary>Whether the clone has no more than the last commits.</summary>
    public async Task<bool> IsShallowAsync(CancellationToken cancellationToken) =>
        (await AskAsync(cancellationToken, "rev-parse", "--is-shallow-repository")).Trim() == "true";

    /// <summary>Whether a commit is another one, or among those before it.</summary>
    public async Task<bool> PrecedesAsync(string commit, string other, CancellationToken cancellationToken) =>
        (await TryAsync(cancellationToken, "merge-base", "--is-ancestor", commit, other)).Status == 0;

    /// <summary>The commits since another one, the latest first.</summary>
    public async Task<IReadOnlyList<DeployedCommit>> CommitsAsync(string since, string commit, CancellationToken cancellationToken)
    {
        // No message has a NUL, so that none can pass for two commits or for none.
        var log = await AskAsync(
            cancellationToken,
            "log",
            "-z",
            "--no-color",
            "--no-show-signature",
            "--format=%H%x00%P%x00%s%x00%(trailers:key=Issue,valueonly,separator=%x2c)%x00%(trailers:key=Issue-Of,valueonly,separator=%x2c)",
            $"{since}..{commit}");
        return [.. log.Split('\0').Chunk(FieldsOfACommit).Where(fields => fields.Length == FieldsOfACommit).Select(fields => new DeployedCommit(
            fields[0], fields[2], fields[1].Contains(' ', StringComparison.Ordinal), Values(fields[3]), Values(fields[4])))];
    }

    /// <summary>The paths that differ between two commits, below some folders.</summary>
    public async Task<IReadOnlyList<string>> ChangedAsync(string since, string commit, IReadOnlyList<string> below, CancellationToken cancellationToken) =>
        Paths(await AskAsync(cancellationToken, ["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--name-only", "-z", since, commit, "--", .. below]));

    /// <summary>The files of a commit below a folder that have one of some words in them.</summary>
    public async Task<IReadOnlyList<string>> WithWordAsync(string commit, IReadOnlyList<string> words, string below, CancellationToken cancellationToken)
    {
        var (status, output) = await TryAsync(cancellationToken, ["grep", "--no-color", "--files-with-matches", "-z", "--fixed-strings", .. words.SelectMany(word => new[] { "-e", word }), commit, "--", below]);
        // 1: no file has them. Each path comes behind the commit: COMMIT:functions/Checks/RecoverCourt.cs
        return status is 0 or 1 ? [.. Paths(output).Select(path => path[(commit.Length + 1)..])] : throw Failed("grep", output);
    }

    /// <summary>The text of a file as a commit has it; null where it has none there.</summary>
    public async Task<string?> ReadAsync(string commit, string path, CancellationToken cancellationToken)
    {
        var (status, output) = await TryAsync(cancellationToken, "cat-file", "blob", $"{commit}:{path}");
        return status == 0 ? output : null;
    }

    private static List<string> Values(string trailers) => [.. trailers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static string[] Paths(string output) => output.Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private CommandFailure Failed(string command, string said) =>
        new($"'{folder}' does not tell its history (git {command}: {said.Trim().Split('\n')[0]}): run this in a clone of the repository with all of its history.");

    private async Task<string> AskAsync(CancellationToken cancellationToken, params string[] args)
    {
        var (status, output) = await TryAsync(cancellationToken, args);
        return status == 0 ? output : throw Failed(args[0], output);
    }

    // Arguments go one by one, past every shell. What a failing git says stands in place of its output.
    private async Task<(int Status, string Output)> TryAsync(CancellationToken cancellationToken, params string[] args)
    {
        if (_root is null)
        {
            var (status, output) = await RunAsync(folder, cancellationToken, "rev-parse", "--show-toplevel");
            // A bare clone has no tree; whatever else is wrong, git says of what it is asked.
            _root = status == 0 ? output.TrimEnd('\n', '\r') : folder;
        }

        return await RunAsync(_root, cancellationToken, args);
    }

    private static async Task<(int Status, string Output)> RunAsync(string within, CancellationToken cancellationToken, params string[] args)
    {
        var start = new ProcessStartInfo("git", ["-C", within, "--no-pager", "-c", "core.quotePath=false", .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        (start.Environment["LC_ALL"], start.Environment["GIT_TERMINAL_PROMPT"]) = ("C", "0");
        using var git = Start(start);
        var (output, errors) = (git.StandardOutput.ReadToEndAsync(cancellationToken), git.StandardError.ReadToEndAsync(cancellationToken));
        await git.WaitForExitAsync(cancellationToken);
        return (git.ExitCode, git.ExitCode == 0 ? await output : await errors);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new CommandFailure($"git cannot be started ({error.Message}): install git.");
        }
    }
}
