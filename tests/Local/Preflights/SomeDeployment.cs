using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Tipstaff.StoredData;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Preflights;

/// <summary>A clone with a deployed commit and one after it, and an artifact of that with all that belongs to it: nothing speaks against it.</summary>
internal sealed class SomeDeployment : IDisposable
{
    // The head as it is compiled for the tests: its own program looks at the settings.
    private static readonly Lazy<byte[]> App = new(() =>
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var compiled = Path.Combine(Support.Repository.Root, "tests", "Functions", "Compiled", "bin", build.Parent!.Name, build.Name);
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            foreach (var path in Directory.EnumerateFiles(compiled).Where(path => Path.GetExtension(path) is ".dll" or ".json"))
            {
                zip.CreateEntryFromFile(path, Path.GetFileName(path), CompressionLevel.NoCompression);
            }
        }

        return memory.ToArray();
    });

    private readonly TemporaryFolder _folder = new();

    private SomeDeployment()
    {
    }

    /// <summary>The commit that runs now.</summary>
    public string Deployed { get; private set; } = "";

    /// <summary>The commit of the artifact.</summary>
    public string Commit { get; private set; } = "";

    /// <summary>The settings that the app would have; null for what Azure works out.</summary>
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.Ordinal)
    {
        ["Azure__TableEndpoint"] = "[reference(resourceId('Microsoft.Storage/storageAccounts', 'tipstaff')).primaryEndpoints.table]",
        ["Azure__InstallationSecret"] = "@Microsoft.KeyVault(SecretUri=https://vault.vault.azure.net/secrets/installation-secret)",
        ["ServiceBus__fullyQualifiedNamespace"] = "bus.servicebus.windows.net",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "[reference('component').ConnectionString]",
        ["TASKHUB_NAME"] = "tipstaff",
        ["DURABLE_TASK_SCHEDULER_CONNECTION_STRING"] = "[format('Endpoint={0};TaskHub=tipstaff;Authentication=ManagedIdentity', reference('scheduler').endpoint)]",
        ["Acs__Endpoint"] = "[format('https://{0}', reference('communication').hostName)]",
        ["Mail__From"] = "alerts@example.com",
        ["Mail__Domain"] = "alerts.example.com",
        ["Mail__OperatorContact"] = "desk@example.com",
        ["Links__PublicUrl"] = "https://alerts.example.com",
    };

    /// <summary>The settings that it has now; those that it would have unless given.</summary>
    public Dictionary<string, string?>? Current { get; set; }

    public string PathOf(string path) => _folder.Combine(path);

    /// <summary>Makes it, with the changes that the second commit makes.</summary>
    public static async Task<SomeDeployment> CreateAsync(Action<SomeDeployment>? change = null, string message = "Count checks by court\n\nIssue: 6")
    {
        var made = new SomeDeployment();
        foreach (var path in new[] { "host.json", "Directory.Packages.props", "pipelines/licences.txt", "functions/Checks/RecoverCourt.cs", "functions/Breakers/CourtBreakerEntity.cs", "shared/Checks/CourtTrials.cs", StoredDataManifest.Path })
        {
            made.Write($"clone/{path}", await File.ReadAllTextAsync(Path.Combine(Support.Repository.Root, path)));
        }

        await made.GitAsync("init", "--quiet");
        made.Deployed = await made.CommitAsync("Begin");
        made.Write("clone/README.md", "more");
        change?.Invoke(made);
        made.Commit = await made.CommitAsync(message);
        made.Write("artifact/version", $"20261121.3+{made.Commit}\n");
        made.Write("artifact/vulnerabilities.json", """{"version":1,"parameters":"--vulnerable --include-transitive","sources":["https://api.nuget.org/v3/index.json"],"projects":[{"path":"functions"}]}""");
        made.Write("artifact/sbom.cdx.json", """{"components":[{"name":"Polly.Core","version":"8.9.1","licenses":[{"expression":"BSD-3-Clause"}]}]}""");
        made.Write("artifact/infra-bicep/modules/settings.bicep", await File.ReadAllTextAsync(Path.Combine(Support.Repository.Root, "infra-bicep", "modules", "settings.bicep")));
        await File.WriteAllBytesAsync(made.PathOf("artifact/app.zip"), App.Value);
        made.Write("tests/commit", $"{made.Commit}\n");
        made.Write("tests/tests.trx", """<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results><UnitTestResult testName="One" outcome="Passed"/></Results></TestRun>""");
        made.Write("measures.json", Measures(TimeProvider.System.GetUtcNow()));
        made.Write("secrets", "installation-secret 44\nsmtp-password 0\n");
        return made;
    }

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    /// <summary>Puts another text in place of one in a file.</summary>
    public void Replace(string path, string old, string @new)
    {
        var text = File.ReadAllText(PathOf(path));
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(PathOf(path), text.Replace(old, @new, StringComparison.Ordinal));
    }

    /// <summary>Commits all that stands in the clone; gives the commit.</summary>
    public async Task<string> CommitAsync(string message)
    {
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--allow-empty", "--message", message);
        return (await GitAsync("rev-parse", "HEAD")).Trim();
    }

    /// <summary>Runs git, for real, in the clone.</summary>
    public async Task<string> GitAsync(params string[] args)
    {
        Directory.CreateDirectory(PathOf("clone"));
        using var git = Process.Start(new ProcessStartInfo("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main", .. args])
        {
            UseShellExecute = false,
            WorkingDirectory = PathOf("clone"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (git.StandardOutput.ReadToEndAsync(), git.StandardError.ReadToEndAsync());
        await git.WaitForExitAsync();
        Assert.True(git.ExitCode == 0, await errors);
        return await output;
    }

    /// <summary>Runs the command as preflight.sh does.</summary>
    /// <param name="deployed">What runs now; the deployed commit's version unless given.</param>
    /// <param name="lastGood">What a roll back would deploy; not said unless given.</param>
    public Task<(int Status, string Output, string Errors)> RunAsync(string? deployed = null, string? lastGood = null)
    {
        if (!File.Exists(PathOf("what-if.json")))
        {
            Write("what-if.json", JsonSerializer.Serialize(new
            {
                status = "Succeeded",
                error = (string?)null,
                changes = new[]
                {
                    new { resourceId = "/subscriptions/1/resourceGroups/g/providers/Microsoft.Web/sites/tipstaff", changeType = "Modify", after = new { properties = new { siteConfig = new { appSettings = Listed(Settings) } } } },
                },
            }));
        }

        Write("current.json", JsonSerializer.Serialize(Listed(Current ?? Settings)));
        return TipstaffProcess.RunAsync([
            "preflight", "--repository", PathOf("clone"), "--artifact", PathOf("artifact"), "--tests", PathOf("tests"), "--what-if", PathOf("what-if.json"),
            "--secrets", PathOf("secrets"), "--current", PathOf("current.json"), "--measures", PathOf("measures.json"), "--deployed", deployed ?? $"20261120.1+{Deployed}",
            .. lastGood is null ? Array.Empty<string>() : ["--last-good", lastGood]]);
    }

    /// <summary>The vital signs of a program that ran a timer at a moment.</summary>
    public static string Measures(DateTimeOffset at) => JsonSerializer.Serialize(new
    {
        tables = new[] { new { columns = new[] { new { name = "Vital" }, new { name = "At" }, new { name = "Value" }, new { name = "Kind" } }, rows = new[] { new object[] { "ticks", at.ToString("O"), 1.0, "" } } } },
    });

    public void Dispose() => _folder.Dispose();

    private static object[] Listed(Dictionary<string, string?> settings) => [.. settings.Select(setting => new { name = setting.Key, value = setting.Value })];
}
