using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Commands;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Outbox:Lease", "abc", "00:05:00")]
    [InlineData("Outbox:Lease", "00:00:01", "Outbox:Lease must be")]
    [InlineData("Outbox:BatchSize", "many", "200")]
    [InlineData("Outbox:BatchSize", "0", "Outbox:BatchSize must be")]
    [InlineData("Checks:Every", "soon", "00:01:00")]
    [InlineData("Checks:Every", "00:00:00", "Checks:Every must be")]
    [InlineData("Smtp:Port", "abc", "25")]
    [InlineData("Smtp:Security", "some", "StartTlsRequired")]
    [InlineData("Links:PublicUrl", "nowhere", "https://host")]
    [InlineData("Links:ConfirmLifetime", "1.5 days", "3.00:00:00")]
    [InlineData("Limits:WritesPerMinute", "many", "60")]
    [InlineData("Limits:ReadsPerMinute", "0", "Limits:ReadsPerMinute must be")]
    [InlineData("Limits:RequestsPerAddress", "1001", "Limits:RequestsPerAddress must be")]
    [InlineData("Limits:PendingPerAddress", "501", "Limits:PendingPerAddress must be")]
    [InlineData("Canary:MissingAfter", "soon", "00:10:00")]
    [InlineData("Canary:MissingAfter", "00:00:01", "between 00:02:00 and 01:00:00")]
    [InlineData("Signatures:Window", "soon", "00:05:00")]
    [InlineData("Signatures:MaxSignatures", "0", "from 1 to 16")]
    [InlineData("Logging:LogLevel:Default", "loud", "Warning")]
    public async Task Run_WrongSetting_IsStatus1AndOneSentenceThatNamesItTheValueAndTheRemedy(string setting, string value, string remedy)
    {
        var (status, output, errors) = await RunAsync(["run", "--smtp", "127.0.0.1:2525"], (setting, value));

        Assert.Equal((1, ""), (status, output));
        var sentence = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.StartsWith("tipstaff: A setting is wrong: ", sentence, StringComparison.Ordinal);
        Assert.All([setting, $"'{value}'", remedy], part => Assert.Contains(part, sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_SeveralWrongSettings_NamesThemAll()
    {
        var (status, _, errors) = await RunAsync(["run"], ("Outbox:BatchSize", "0"), ("Mail:From", "nobody"), ("Canary:Address", "nobody"), ("Links:PublicUrl", "nowhere"));

        Assert.Equal(1, status);
        Assert.All(["Outbox:BatchSize", "Mail:From", "Canary:Address", "Links:PublicUrl"], setting => Assert.Contains(setting, errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_PasswordWithoutUser_DoesNotShowIt()
    {
        var (status, _, errors) = await RunAsync(["run", "--smtp", "127.0.0.1:2525"], ("Smtp:Password", "secret"));

        Assert.Equal(1, status);
        Assert.Contains("Smtp:Password", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Checks:Timeout", "abc")]
    [InlineData("Checks:Timeout", "01:00:00")]
    [InlineData("Checks:Contact", "two words")]
    public async Task Check_WrongSetting_IsStatus1AndNamesIt(string setting, string value)
    {
        var (status, _, errors) = await TipstaffProcess.RunAsync(["check", "nysd", "--feed", "http://127.0.0.1:1/"], Environment((setting, value)));

        Assert.Equal(1, status);
        Assert.StartsWith("tipstaff: A setting is wrong: ", errors, StringComparison.Ordinal);
        Assert.Contains(setting, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mail:From", "Mail:Domain")]
    [InlineData("Mail:From", "Links:PublicUrl")]
    [InlineData("Mail:Domain", "Links:PublicUrl")]
    [InlineData("", "")]
    public async Task Run_RealMailServerWithoutASender_IsStatus1AndNamesWhatIsMissing(string one, string other)
    {
        var needed = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Mail:From"] = "alerts@example.com",
            ["Mail:Domain"] = "example.com",
            ["Links:PublicUrl"] = "https://alerts.example.com",
        };

        var (status, output, errors) = await RunAsync(
            ["run", "--smtp", "192.0.2.1:25"], [.. needed.Where(setting => setting.Key == one || setting.Key == other).Select(setting => (setting.Key, setting.Value))]);

        Assert.Equal((1, ""), (status, output));
        Assert.All(
            needed.Keys,
            setting => Assert.Equal(setting != one && setting != other, errors.Contains(setting.Replace(":", "__", StringComparison.Ordinal), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Smtp2:Host is missing")]
    [InlineData("'abc' is no value for Smtp2:Port", "Smtp2:Port", "abc")]
    [InlineData("Smtp2:User and Smtp2:Password belong together", "Smtp2:Host", "127.0.0.1", "Smtp2:User", "ada")]
    [InlineData("Mail through 192.0.2.1 reaches real people", "Smtp2:Host", "192.0.2.1")]
    public async Task Run_FurtherServerWronglySet_IsStatus1AndNamesItsOwnSetting(string sentence, params string[] settings)
    {
        var (status, _, errors) = await RunAsync(
            ["run", "--smtp", "127.0.0.1:2525"], [("Mail:Providers", "smtp,smtp2"), .. settings.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        Assert.Equal(1, status);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("demo")]
    public async Task Run_Port0WithoutPublicUrl_IsStatus1AndSaysSo(string command)
    {
        var (status, _, errors) = await RunAsync([command, "--urls", "http://127.0.0.1:0"]);

        Assert.Equal(1, status);
        Assert.Contains("Port 0", errors, StringComparison.Ordinal);
    }

    private Task<(int ExitStatus, string Output, string Errors)> RunAsync(string[] args, params (string Name, string Value)[] settings) =>
        TipstaffProcess.RunAsync([.. args, "--data", _folder.Root], Environment(settings));

    private static IEnumerable<KeyValuePair<string, string>> Environment(params (string Name, string Value)[] settings) =>
        settings.Select(setting => KeyValuePair.Create(setting.Name.Replace(":", "__", StringComparison.Ordinal), setting.Value));
}
