using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Links;
using Tipstaff.Local.Run;
using Tipstaff.Local.Storage;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

public sealed class LocalAppTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;

    public LocalAppTests() => _data = DataFolder.Hold(_folder.Root);

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(null, null, 60)]
    [InlineData(null, "00:05:00", 300)]
    [InlineData(7, "00:05:00", 7)]
    public async Task Build_CheckEvery_IsTheOptionThenTheSettingThenTheDefault(int? option, string? setting, int seconds)
    {
        await using var app = Build(new() { DataFolder = _folder.Root, CheckEvery = option is { } given ? TimeSpan.FromSeconds(given) : null }, ("Checks:Every", setting));

        Assert.Equal(TimeSpan.FromSeconds(seconds), Of<CheckOptions>(app).Every);
    }

    [Theory]
    [InlineData(false, null, false)]
    [InlineData(true, "false", true)]
    [InlineData(false, "true", true)]
    public async Task Build_Steady_IsTheOptionOrTheSetting(bool option, string? setting, bool expected)
    {
        await using var app = Build(new() { DataFolder = _folder.Root, Steady = option }, ("Checks:Steady", setting));

        Assert.Equal(expected, Of<CheckOptions>(app).Steady);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5210", null, null, "http://127.0.0.1:5210/")]
    [InlineData(" http://*:5210;http://127.0.0.1:80", null, null, "http://localhost:5210/")]
    [InlineData("http://[::]:5210", null, null, "http://localhost:5210/")]
    [InlineData("http://127.0.0.1:5210", null, "https://two.example", "https://two.example/")]
    [InlineData("http://127.0.0.1:0", "https://one.example", "https://two.example", "https://one.example/")]
    public async Task Build_PublicUrl_IsTheOptionThenTheSettingThenTheFirstUrl(string urls, string? option, string? setting, string expected)
    {
        await using var app = Build(
            new() { DataFolder = _folder.Root, Urls = urls, PublicUrl = option is null ? null : new Uri(option) }, ("Links:PublicUrl", setting));

        Assert.Equal(expected, Of<LinkOptions>(app).PublicUrl!.AbsoluteUri);
    }

    [Theory]
    [InlineData(null, null, "")]
    [InlineData(null, "ops@example.com", "ops@example.com")]
    [InlineData("https://example.com/bots", "ops@example.com", "https://example.com/bots")]
    [InlineData(null, "Ada (newsroom)", "")]
    public async Task Build_Contact_IsItsOwnThenThatOfTheMails(string? contact, string? ofMails, string expected)
    {
        await using var app = Build(new() { DataFolder = _folder.Root }, ("Checks:Contact", contact), ("Mail:OperatorContact", ofMails));

        Assert.Equal(expected, Of<CheckOptions>(app).Contact);
    }

    private static TOptions Of<TOptions>(WebApplication app)
        where TOptions : class => app.Services.GetRequiredService<IOptions<TOptions>>().Value;

    private WebApplication Build(RunSettings settings, params (string Name, string? Value)[] configuration) =>
        LocalApp.Build(settings, _data, builder => builder.Configuration.AddInMemoryCollection(
            configuration.Where(one => one.Value is not null).Select(one => KeyValuePair.Create(one.Name, one.Value))));
}
